import { Button, Modal, PasswordInput, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ErrorNote } from "@/shared/ui/error-note";
import { useSessionActions } from "./queries";

export const SHORTEST_PASSWORD = 10;

/** Asks for one's own new password. */
export function PasswordDialog({ onClose }: { onClose(): void }) {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const { changePassword } = useSessionActions();
  const attempt = useMutation({ mutationFn: () => changePassword(current, next), onSuccess: onClose });
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
          <Button type="submit" size="sm" loading={attempt.isPending}>
            Change password
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
