import { Button, Group, Modal, PasswordInput, Stack, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { User } from "@/api/types";
import { SHORTEST_PASSWORD } from "@/features/session/password-dialog";
import { ErrorNote } from "@/shared/ui/error-note";
import type { UserActions } from "./queries";
import { formOf, limited, ReachFields, reachOf } from "./reach";

interface Props {
  user: User;
  change: UserActions["change"];
  onClose(): void;
}

/** Changes which PVs somebody may change, and gives them a new password. */
export function EditUser({ user, change, onClose }: Props) {
  const { name, role } = user;
  const [reach, setReach] = useState(() => formOf(user));
  const [password, setPassword] = useState("");
  const reached = JSON.stringify(reach) !== JSON.stringify(formOf(user));
  const close = () => {
    change.reset();
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const to = { ...(reached ? { reach: reachOf(reach) } : {}), ...(password ? { password } : {}) };
    change.mutate({ name, to }, { onSuccess: close });
  };
  return (
    <Modal opened onClose={close} title={`Change ${name}`} size="sm">
      <form onSubmit={submit}>
        <Stack gap="sm">
          {limited(role) ? (
            <ReachFields reach={reach} onChange={setReach} />
          ) : (
            <Text size="sm" c="dimmed">
              {role === "admin" ? "An admin may change every PV." : "A viewer changes no PV."}
            </Text>
          )}
          {user.origin === "local" && (
            <PasswordInput
              label="New password"
              description="Empty: as it is. Another one logs them out everywhere."
              autoComplete="new-password"
              minLength={SHORTEST_PASSWORD}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
          )}
          {change.error && <ErrorNote error={change.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={change.isPending} disabled={!reached && password === ""}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
