import { Button, Group, Modal, SimpleGrid, Stack, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { LoginDeclined } from "@/features/session/provider";
import { formatSecond } from "@/shared/time/format";
import { ErrorNote } from "@/shared/ui/error-note";
import type { MaintenanceActions } from "./queries";

interface Props {
  begin: MaintenanceActions["begin"];
  onClose(): void;
}

const HOUR_MS = 3_600_000;
const SPANS = [1, 4, 8, 24];

/** Write a time as the browser's own field wants it: 2026-03-01T14:30, in the browser's zone. */
const asTyped = (ms: number) => formatSecond(ms).slice(0, 16).replace(" ", "T");

/** Asks for which PVs, and until when. */
export function MaintenanceDialog({ begin, onClose }: Props) {
  const [pvs, setPvs] = useState("");
  const [start, setStart] = useState("");
  const [stop, setStop] = useState(() => asTyped(Date.now() + HOUR_MS));
  const [reason, setReason] = useState("");
  const names = pvs
    .split(/[\n,]/)
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const close = () => {
    begin.reset();
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const times = {
      start: start ? new Date(start).toISOString() : null,
      stop: new Date(stop).toISOString(),
    };
    begin.mutate({ pvs: names, ...times, reason: reason.trim() }, { onSuccess: close });
  };
  const after = (hours: number) =>
    setStop(asTyped((start ? Date.parse(start) : Date.now()) + hours * HOUR_MS));
  return (
    <Modal opened onClose={close} title="Add maintenance" size="lg">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Textarea
            label="PVs"
            description="Names or globs, one a line"
            placeholder="SR:VAC:S01:*"
            autosize
            minRows={2}
            maxRows={6}
            value={pvs}
            onChange={(event) => setPvs(event.currentTarget.value)}
            required
            data-autofocus
          />
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <TextInput
              type="datetime-local"
              label="From"
              description="Empty: now"
              value={start}
              onChange={(event) => setStart(event.currentTarget.value)}
            />
            <TextInput
              type="datetime-local"
              label="Until"
              description="On this browser’s clock"
              value={stop}
              onChange={(event) => setStop(event.currentTarget.value)}
              required
            />
          </SimpleGrid>
          <Group gap={4}>
            {SPANS.map((hours) => (
              <Button key={hours} size="compact-xs" variant="default" onClick={() => after(hours)}>
                For {hours} h
              </Button>
            ))}
          </Group>
          <TextInput
            label="Why"
            placeholder="bake-out"
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {begin.error && !(begin.error instanceof LoginDeclined) && <ErrorNote error={begin.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={begin.isPending} disabled={names.length === 0 || stop === ""}>
              Add
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
