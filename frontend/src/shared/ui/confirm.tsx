import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { DangerButton } from "./danger-button";
import { ErrorNote } from "./error-note";

interface Props {
  title: string;
  /** What is done and what that means. */
  children: ReactNode;
  /** On the button: what is done. */
  action: string;
  /** To be typed before it can be done: for what there is no way back from. */
  typed?: { name: string; label: string };
  pending: boolean;
  error: unknown;
  disabled?: boolean;
  onConfirm(): void;
  onClose(): void;
}

/** Asks before something is done that is hard, or impossible, to undo. */
export function Confirm(props: Props) {
  const { title, children, action, typed, pending, error, disabled = false, onConfirm, onClose } = props;
  const [text, setText] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onConfirm();
  };
  return (
    <Modal opened onClose={onClose} title={title} size="md">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm" component="div">
            {children}
          </Text>
          {typed && (
            <TextInput
              label={typed.label}
              autoComplete="off"
              spellCheck={false}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
          )}
          {error != null && <ErrorNote error={error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} data-autofocus>
              Cancel
            </Button>
            <DangerButton
              loading={pending}
              disabled={disabled || (typed !== undefined && text.trim() !== typed.name)}
            >
              {action}
            </DangerButton>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
