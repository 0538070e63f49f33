import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { MailRoutes } from "@/api/types";
import { LoginDeclined } from "@/features/session/provider";
import { ErrorNote } from "@/shared/ui/error-note";
import type { RoutesChange } from "./queries";

interface Props {
  routes: MailRoutes;
  change: RoutesChange;
  onClose(): void;
}

/** Changes what holds for all routes. */
export function LimitsDialog({ routes, change, onClose }: Props) {
  const [group, setGroup] = useState(String(routes.group_s ?? 10));
  const [most, setMost] = useState(String(routes.most_per_hour ?? 20));
  const close = () => {
    change.reset();
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const limits = { group_s: Number(group), most_per_hour: Number(most) };
    change.mutate((now) => ({ ...now, ...limits }), { onSuccess: close });
  };
  return (
    <Modal opened onClose={close} title="How many mails" size="sm">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Wait for more news, s"
            description="What comes within this time is one mail"
            inputMode="decimal"
            value={group}
            onChange={(event) => setGroup(event.currentTarget.value)}
            required
            data-autofocus
          />
          <TextInput
            label="At most, an hour and route"
            description="What is more waits, and the next mail tells of it"
            inputMode="numeric"
            value={most}
            onChange={(event) => setMost(event.currentTarget.value)}
            required
          />
          {change.error && !(change.error instanceof LoginDeclined) && <ErrorNote error={change.error} />}
          <Group justify="flex-end">
            <Button type="submit" loading={change.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
