import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { LoginDeclined } from "@/features/session/provider";
import { ErrorNote } from "@/shared/ui/error-note";
import type { AlarmActions } from "./queries";

interface Props {
  name: string;
  incident: number;
  actions: AlarmActions;
  onClose(): void;
}

/** Says that somebody takes care of a rule's alarms. */
export function AcknowledgeDialog({ name, incident, actions: { acknowledge }, onClose }: Props) {
  const [comment, setComment] = useState("");
  const close = () => {
    acknowledge.reset();
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    acknowledge.mutate({ incident, comment: comment.trim() }, { onSuccess: close });
  };
  return (
    <Modal opened onClose={close} title={`Acknowledge ${name}`}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm">You take care of it: there are no more reminders, and nobody else is mailed.</Text>
          <TextInput
            label="Comment"
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
            data-autofocus
          />
          {acknowledge.error && !(acknowledge.error instanceof LoginDeclined) && (
            <ErrorNote error={acknowledge.error} />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={acknowledge.isPending}>
              Acknowledge
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
