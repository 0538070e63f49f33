import { Modal, PasswordInput, Select, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { UserRole } from "@/api/types";
import { SHORTEST_PASSWORD } from "@/features/session/password-dialog";
import { DialogButtons } from "@/shared/ui/dialog-buttons";
import { ErrorNote } from "@/shared/ui/error-note";
import type { UserActions } from "./queries";
import { EVERYTHING, limited, ReachFields, reachOf } from "./reach";
import { ROLES } from "./users";

interface Props {
  add: UserActions["add"];
  onClose(): void;
}

/** Asks who is to be added, and what they may do. */
export function AddUser({ add, onClose }: Props) {
  const [name, setName] = useState("");
  const [role, setRole] = useState<UserRole>("viewer");
  const [password, setPassword] = useState("");
  const [reach, setReach] = useState(EVERYTHING);
  const close = () => {
    add.reset();
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ name, role, password, reach: limited(role) ? reachOf(reach) : null }, { onSuccess: close });
  };
  return (
    <Modal opened onClose={close} title="Add a user" size="sm">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Name"
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            required
            data-autofocus
          />
          <Select
            label="Role"
            description="Viewers read, operators pause and restart, engineers change PVs, admins all."
            data={ROLES}
            value={role}
            allowDeselect={false}
            onChange={(wanted) => setRole(wanted as UserRole)}
          />
          <PasswordInput
            label="First password"
            description={`At least ${SHORTEST_PASSWORD} characters; they can change it.`}
            autoComplete="new-password"
            minLength={SHORTEST_PASSWORD}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            required
          />
          {limited(role) && <ReachFields reach={reach} onChange={setReach} />}
          {add.error && <ErrorNote error={add.error} />}
          <DialogButtons submit="Add" pending={add.isPending} onCancel={close} />
        </Stack>
      </form>
    </Modal>
  );
}
