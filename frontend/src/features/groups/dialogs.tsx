import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { Failed } from "@/features/session/failed";
import { formatCount } from "@/shared/format/value";
import { isGroupName, namesIn } from "./groups";
import type { GroupChanges } from "./queries";

interface FrameProps {
  title: string;
  action: string;
  change: GroupChanges;
  disabled: boolean;
  onSubmit(): void;
  onClose(): void;
  children: ReactNode;
}

function Frame({ title, action, change, disabled, onSubmit, onClose, children }: FrameProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Modal opened onClose={onClose} title={title} size="md">
      <form onSubmit={submit}>
        <Stack gap="sm">
          {children}
          <Failed of={change} onRetry={onSubmit} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={change.isPending} disabled={disabled}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

const wrongName = (name: string): string | null =>
  name === "" || isGroupName(name) ? null : "at most 64 characters, without spaces, commas and semicolons";

interface Props {
  change: GroupChanges;
  onClose(): void;
}

/** Puts PVs into a group: a new one, or one that is there. */
export function AddMembers({ group, change, onClose }: Props & { group: string | null }) {
  const [name, setName] = useState(group ?? "");
  const [text, setText] = useState("");
  const names = namesIn(text);
  const title = group === null ? "Make a group" : `Add PVs to ${group}`;
  return (
    <Frame
      title={title}
      action={group === null ? "Make it" : "Add them"}
      change={change}
      disabled={!isGroupName(name.trim()) || names.length === 0}
      onSubmit={() =>
        change.mutate({ of: null, names, into: name.trim(), outOf: null }, { onSuccess: onClose })
      }
      onClose={onClose}
    >
      {group === null && (
        <TextInput
          label="Name"
          placeholder="magnets"
          value={name}
          error={wrongName(name.trim())}
          onChange={({ currentTarget: { value } }) => setName(value)}
          required
          data-autofocus
        />
      )}
      <Textarea
        label="PVs"
        description="One a line, or with commas between them; they stay in their other groups"
        placeholder={"SR:C01-MG:T\nSR:C02-MG:T"}
        autosize
        minRows={4}
        maxRows={12}
        value={text}
        onChange={({ currentTarget: { value } }) => setText(value)}
        required
        {...(group === null ? {} : { "data-autofocus": true })}
      />
      <Text size="xs" c="dimmed" role="status">
        {names.length > 0 ? `${formatCount(names.length)} ${names.length === 1 ? "PV" : "PVs"}. ` : ""}A group
        is there while a PV is in it. Many are put into one sooner on the page of the PVs: choose them, then
        Change….
      </Text>
    </Frame>
  );
}

interface RenameProps extends Props {
  group: string;
  pvs: number;
  /** Other groups: to take the name of one is to become one with it. */
  taken: readonly string[];
  warning: ReactNode;
}

export function Rename({ group, pvs, taken, warning, change, onClose }: RenameProps) {
  const [name, setName] = useState(group);
  const next = name.trim();
  const joins = next !== group && taken.includes(next);
  return (
    <Frame
      title={`Rename ${group}`}
      action={joins ? "Put both together" : "Rename"}
      change={change}
      disabled={next === group || !isGroupName(next)}
      onSubmit={() =>
        change.mutate({ of: group, names: [], into: next, outOf: group }, { onSuccess: onClose })
      }
      onClose={onClose}
    >
      <TextInput
        label="New name"
        value={name}
        error={wrongName(next)}
        onChange={({ currentTarget: { value } }) => setName(value)}
        required
        data-autofocus
      />
      <Text size="sm" role="status">
        {joins
          ? `There is a group ${next}: the ${formatCount(pvs)} PVs of ${group} are put into it.`
          : `${formatCount(pvs)} ${pvs === 1 ? "PV is" : "PVs are"} in it, and stay together.`}
      </Text>
      {warning}
    </Frame>
  );
}
