import { Button, Group, Modal, SimpleGrid, Stack, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { LoginDeclined } from "@/features/session/provider";
import { formatStamp } from "@/shared/time/format";
import { parseIn } from "@/shared/time/range";
import { formatOffset, useZone } from "@/shared/time/zone";
import { ErrorNote } from "@/shared/ui/error-note";
import type { TimedNote } from "./notes";
import { useNoteActions } from "./queries";

/** What a new note begins with: a time, or a span, ms. */
export interface NewNote {
  start: number;
  stop: number | null;
}

interface Props {
  /** To be changed, or what a new one begins with. */
  note: TimedNote | NewNote;
  onClose(): void;
}

const isWritten = (note: TimedNote | NewNote): note is TimedNote => "id" in note;

/** Writes a note at a time or of a span, or changes one. */
export default function NoteDialog({ note, onClose }: Props) {
  const zone = useZone();
  const { put, remove } = useNoteActions();
  const written = isWritten(note) ? note : null;
  const [text, setText] = useState(written?.text ?? "");
  const [from, setFrom] = useState(() => formatStamp(note.start, zone));
  const [to, setTo] = useState(() => (note.stop === null ? "" : formatStamp(note.stop, zone)));
  const [start, stop] = [parseIn(from, zone), to.trim() === "" ? null : parseIn(to, zone)];
  const noStop = to.trim() !== "" && stop === null;
  const backwards = start !== null && stop !== null && stop <= start;
  const error = put.error ?? remove.error;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (start === null) return;
    const draft = {
      start: new Date(start).toISOString(),
      stop: stop === null ? null : new Date(stop).toISOString(),
      text: text.trim(),
    };
    put.mutate({ note: written, draft }, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title={written ? "Change the note" : "Add a note"} size="md">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Textarea
            label="What was it?"
            description="Everybody sees it, whatever PVs they look at"
            placeholder="Beam dump: cavity 2 tripped"
            autosize
            minRows={2}
            maxRows={10}
            maxLength={1_000}
            value={text}
            onChange={({ currentTarget: { value } }) => setText(value)}
            required
            data-autofocus
          />
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <TextInput
              label="At, or from"
              description={formatOffset(note.start, zone)}
              value={from}
              error={start === null && "2026-03-01 14:30:00"}
              onChange={({ currentTarget: { value } }) => setFrom(value)}
              required
            />
            <TextInput
              label="Until"
              description="Empty: of one moment"
              value={to}
              error={noStop ? "2026-03-01 14:30:00" : backwards && "after it begins"}
              onChange={({ currentTarget: { value } }) => setTo(value)}
            />
          </SimpleGrid>
          {error && !(error instanceof LoginDeclined) && <ErrorNote error={error} />}
          <Group justify="space-between" gap="xs">
            {written ? (
              <Button
                variant="subtle"
                color="gray"
                loading={remove.isPending}
                onClick={() => remove.mutate(written, { onSuccess: onClose })}
              >
                Delete it
              </Button>
            ) : (
              <span />
            )}
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button
                type="submit"
                loading={put.isPending}
                disabled={text.trim() === "" || start === null || noStop || backwards}
              >
                {written ? "Save" : "Add"}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
