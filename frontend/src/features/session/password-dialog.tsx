import { Modal, PasswordInput, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { DialogButtons } from "@/shared/ui/dialog-buttons";
import { ErrorNote } from "@/shared/ui/error-note";
import { useSession } from "./provider";
import { useSessionActions } from "./queries";

export const SHORTEST_PASSWORD = 10;

/** Asks for one's own new password. */
export default function PasswordDialog({ onClose }: { onClose(): void }) {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const { changePassword } = useSessionActions();
  const { leave } = useSession();
  const attempt = useMutation({
    mutationFn: () => {
      leave(); // everybody of this name is logged out by it
      return changePassword(current, next);
    },
    onSuccess: onClose,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt.mutate();
  };
  return (
    <Modal opened onClose={onClose} title="Change password" size="sm">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <PasswordInput
            label="Current password"
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
            required
            data-autofocus
          />
          <PasswordInput
            label="New password"
            description={`At least ${SHORTEST_PASSWORD} characters.`}
            autoComplete="new-password"
            minLength={SHORTEST_PASSWORD}
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
            required
          />
          {attempt.error && <ErrorNote error={attempt.error} />}
          <Text size="xs" c="dimmed">
            You are logged out in every browser, in this one too. API tokens stay.
          </Text>
          <DialogButtons submit="Change password" pending={attempt.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
