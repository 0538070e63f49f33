import { ActionIcon, Button, Menu, Select } from "@mantine/core";
import { IconDots, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { User, UserRole } from "@/api/types";
import { Section } from "@/features/health/section";
import tables from "@/features/health/tables.module.css";
import { formatAge } from "@/shared/time/format";
import { useNow } from "@/shared/ui/clock";
import { Confirm } from "@/shared/ui/confirm";
import { ErrorNote } from "@/shared/ui/error-note";
import { AddUser } from "./add-user";
import { EditUser } from "./edit-user";
import type { TabProps } from "./page";
import { type UserActions, useUserActions, useUsers } from "./queries";

export const ROLES: UserRole[] = ["viewer", "operator", "engineer", "admin"];

/** Everybody who may log in. */
export default function Users({ me: { name: me } }: TabProps) {
  const users = useUsers();
  const actions = useUserActions();
  const now = useNow(10_000);
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState<User | null>(null);
  const [leaving, setLeaving] = useState<string | null>(null);
  const failed = [...(editing ? [] : [actions.change]), actions.logOut].find(({ error }) => error);
  const add = (
    <Button leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)}>
      Add a user
    </Button>
  );
  return (
    <Section title="Users" aside={add}>
      {users.error && <ErrorNote error={users.error} onRetry={() => void users.refetch()} />}
      {failed && <ErrorNote error={failed.error} />}
      {users.data && (
        <table className={`${tables.table} ${tables.cards}`}>
          <thead>
            <tr>
              <th scope="col">User</th>
              <th scope="col">Role</th>
              <th scope="col">May change</th>
              <th scope="col">Logs in by</th>
              <th scope="col">Last logged in</th>
              <th scope="col">
                <span className="sr-only">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {users.data.map((user) => (
              <Row
                key={user.name}
                user={user}
                isMe={user.name === me}
                now={now}
                actions={actions}
                onEdit={() => setEditing(user)}
                onDelete={() => setLeaving(user.name)}
              />
            ))}
          </tbody>
        </table>
      )}
      {adding && <AddUser add={actions.add} onClose={() => setAdding(false)} />}
      {editing && <EditUser user={editing} change={actions.change} onClose={() => setEditing(null)} />}
      {leaving !== null && (
        <Confirm
          title={`Delete ${leaving}`}
          action="Delete"
          pending={actions.remove.isPending}
          error={actions.remove.error}
          onConfirm={() => actions.remove.mutate(leaving, { onSuccess: () => setLeaving(null) })}
          onClose={() => {
            actions.remove.reset();
            setLeaving(null);
          }}
        >
          {leaving} is logged out at once, and loses all API tokens and the views and boards that nobody else
          sees. What is shared stays, and so does the audit.
        </Confirm>
      )}
    </Section>
  );
}

const reachOf = ({ reach, role }: User): string =>
  reach && role !== "admin"
    ? [...(reach.names ?? []), ...(reach.groups ?? []).map((group) => `group ${group}`)].join(", ") || "no PV"
    : "every PV";

interface RowProps {
  user: User;
  isMe: boolean;
  now: number;
  actions: UserActions;
  onEdit(): void;
  onDelete(): void;
}

function Row({ user, isMe, now, actions, onEdit, onDelete }: RowProps) {
  const { name, disabled } = user;
  return (
    <tr data-user={name}>
      <th scope="row">
        {name} {disabled && <span className={tables.dim}>(disabled)</span>}
      </th>
      <td>
        <Select
          size="xs"
          w={120}
          aria-label={`Role of ${name}`}
          data={ROLES}
          value={user.role}
          allowDeselect={false}
          onChange={(role) => actions.change.mutate({ name, to: { role: role as UserRole } })}
        />
      </td>
      <td data-label="May change">{user.role === "viewer" ? "nothing" : reachOf(user)}</td>
      <td data-label="Logs in by">{user.origin === "oidc" ? "single sign-on" : "password"}</td>
      <td data-label="Last logged in" className={tables.dim}>
        {user.seen_at ? formatAge(now - Date.parse(user.seen_at)) : "never"}
      </td>
      <td className={tables.number}>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon size="sm" aria-label={`More for ${name}`}>
              <IconDots size={15} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={onEdit}>Change…</Menu.Item>
            <Menu.Item onClick={() => actions.logOut.mutate(name)}>Log out everywhere</Menu.Item>
            <Menu.Item
              disabled={isMe}
              onClick={() => actions.change.mutate({ name, to: { disabled: !disabled } })}
            >
              {disabled ? "Enable" : "Disable"}
            </Menu.Item>
            <Menu.Item color="red" disabled={isMe} onClick={onDelete}>
              Delete…
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </td>
    </tr>
  );
}
