import { Button, Group, Modal, Stack, Switch, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { LoginDeclined } from "@/features/session/provider";
import { useMay } from "@/features/session/queries";
import { ErrorNote } from "@/shared/ui/error-note";

export interface Naming {
  name: string;
  description: string;
  shared: boolean;
}

interface Props {
  title: string;
  action: string;
  first: Naming;
  error: Error | null;
  pending: boolean;
  /** Whether it may be taken back from being shared. */
  mayUnshare: boolean;
  onSave(naming: Naming): void;
  onClose(): void;
}

/** Asks what a board is called, and whether everybody sees it. */
export function SaveDialog({ title, action, first, error, pending, mayUnshare, onSave, onClose }: Props) {
  const [naming, setNaming] = useState(first);
  const shares = useMay("operate");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave({ ...naming, name: naming.name.trim() });
  };
  return (
    <Modal opened onClose={onClose} title={title} size="sm">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Name"
            placeholder="Vacuum, morning shift"
            value={naming.name}
            maxLength={100}
            onChange={({ currentTarget: { value } }) => setNaming((now) => ({ ...now, name: value }))}
            required
            data-autofocus
          />
          <Textarea
            label="What it is for"
            autosize
            maxRows={4}
            maxLength={1_000}
            value={naming.description}
            onChange={({ currentTarget: { value } }) => setNaming((now) => ({ ...now, description: value }))}
          />
          {shares && (
            <Switch
              label="Shared: everybody sees it, and operators may change it"
              checked={naming.shared}
              disabled={first.shared && !mayUnshare}
              onChange={({ currentTarget: { checked } }) => setNaming((now) => ({ ...now, shared: checked }))}
            />
          )}
          {error && !(error instanceof LoginDeclined) && <ErrorNote error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={pending} disabled={naming.name.trim() === ""}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
