import {
  Button,
  Code,
  CopyButton,
  Group,
  Modal,
  MultiSelect,
  NumberInput,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Permission, Principal } from "@/api/types";
import { DialogButtons } from "@/shared/ui/dialog-buttons";
import { ErrorNote } from "@/shared/ui/error-note";
import type { useTokenActions } from "./queries";

interface Props {
  me: Principal;
  issue: ReturnType<typeof useTokenActions>["issue"];
  onClose(): void;
}

/** Asks what a token is for, and shows it this once. */
export function MakeToken({ me, issue, onClose }: Props) {
  const [name, setName] = useState("");
  const [days, setDays] = useState<number | string>(365);
  const [scope, setScope] = useState<string[]>([]);
  const close = () => {
    issue.reset();
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    issue.mutate({ name, days: Number(days), scope: scope.length > 0 ? (scope as Permission[]) : null });
  };
  return (
    <Modal opened onClose={close} title="Make a token" size="sm">
      {issue.data ? (
        <Stack gap="sm">
          <Text size="sm">This is shown only now; CAFlux keeps no copy of it.</Text>
          <Code block data-testid="token">
            {issue.data.token}
          </Code>
          <Group justify="flex-end" gap="xs">
            <CopyButton value={issue.data.token}>
              {({ copied, copy }) => (
                <Button variant="default" onClick={copy}>
                  {copied ? "Copied" : "Copy"}
                </Button>
              )}
            </CopyButton>
            <Button onClick={close}>Done</Button>
          </Group>
        </Stack>
      ) : (
        <form onSubmit={submit}>
          <Stack gap="sm">
            <TextInput
              label="What it is for"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              maxLength={64}
              required
              data-autofocus
            />
            <MultiSelect
              label="What it may do"
              description="None chosen: all that you may."
              data={me.permissions}
              value={scope}
              onChange={setScope}
            />
            <NumberInput label="Days until it expires" min={1} max={3_650} value={days} onChange={setDays} />
            {issue.error && <ErrorNote error={issue.error} />}
            <DialogButtons submit="Make it" pending={issue.isPending} onCancel={close} />
          </Stack>
        </form>
      )}
    </Modal>
  );
}
