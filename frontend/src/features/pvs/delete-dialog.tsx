import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { LoginDeclined } from "@/features/session/provider";
import { ErrorNote } from "@/shared/ui/error-note";
import type { PvActions } from "./queries";

interface Props {
  name: string;
  actions: PvActions;
  onClose(): void;
}

/** Asks before a PV is no longer archived. */
export function DeleteDialog({ name, actions: { remove }, onClose }: Props) {
  return (
    <Modal opened onClose={onClose} title={`Delete ${name}?`}>
      <Stack gap="sm">
        <Text size="sm">
          It is no longer archived and leaves this list. What was recorded of it stays in the archive and can
          be looked at as before.
        </Text>
        {remove.error && !(remove.error instanceof LoginDeclined) && <ErrorNote error={remove.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep it
          </Button>
          <Button
            color="red"
            loading={remove.isPending}
            onClick={() => remove.mutate(name, { onSuccess: onClose })}
          >
            Delete
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
