import {
  Button,
  Code,
  FileButton,
  Group,
  Modal,
  Progress,
  Select,
  Stack,
  Text,
  Textarea,
} from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { useState } from "react";
import type { ImportMode } from "@/api/types";
import { Failed } from "@/features/session/failed";
import { formatBytes } from "@/shared/format/value";
import { FILES, typeOfFile, typeOfText } from "./imports";
import { Outcome } from "./outcome";
import type { PvActions } from "./queries";

const MODES: { value: ImportMode; label: string }[] = [
  { value: "upsert", label: "Add new ones, change those that are there" },
  { value: "add", label: "Add new ones, leave those that are there" },
  { value: "replace", label: "Replace the whole list: delete what is not named" },
];
const BEGIN = 4_096;

interface Props {
  actions: PvActions;
  /** What was pasted elsewhere. */
  given: string;
  onClose(): void;
}

/** Adds or changes many PVs: first it tells what would change, then does it. */
export function ImportDialog({ actions: { bulk, share }, given, onClose }: Props) {
  const [text, setText] = useState(given);
  const [file, setFile] = useState<{ blob: File; type: string } | null>(null);
  const [mode, setMode] = useState<ImportMode>("upsert");
  const body = file?.blob ?? text;
  const type = file?.type ?? typeOfText(text);
  const ready = file !== null || text.trim() !== "";
  const tried = bulk.data && bulk.variables?.dryRun === true;
  const done = bulk.data && bulk.variables?.dryRun === false;
  const changes = (bulk.data?.rows ?? []).some(
    ({ outcome }) => outcome !== "refused" && outcome !== "skipped",
  );
  const run = (dryRun: boolean) => bulk.mutate({ body, type, mode, dryRun });
  const anew = (change: () => void) => {
    change();
    bulk.reset();
  };
  const choose = async (chosen: File | null) => {
    if (!chosen) return;
    const begin = await chosen.slice(0, BEGIN).text();
    anew(() => setFile({ blob: chosen, type: typeOfFile(chosen.name, begin) }));
  };
  return (
    <Modal opened onClose={onClose} title="Import PVs" size="xl">
      <Stack gap="sm">
        <Text size="sm">
          Paste names, one a line, or a table with the column <Code>name</Code>; or choose a file: CSV, JSON,
          YAML, a list of names, what an Archiver Appliance exports, a ChannelArchiver’s XML. What a row
          leaves out stays as it is.
        </Text>
        {file ? (
          <Group justify="space-between">
            <Text size="sm">
              <strong>{file.blob.name}</strong>, {formatBytes(file.blob.size)}, {type.split(";")[0]}
            </Text>
            <Button variant="subtle" color="gray" onClick={() => anew(() => setFile(null))}>
              Not this file
            </Button>
          </Group>
        ) : (
          <Textarea
            aria-label="Names, or a table"
            rows={9} // one that grows would measure ten thousand lines with each key
            resize="vertical"
            placeholder={"SR:CURRENT\nSR:LIFETIME\nVAC:S01:PRESSURE"}
            value={text}
            onChange={({ currentTarget: { value } }) => anew(() => setText(value))}
            data-autofocus
          />
        )}
        <Select
          label="With PVs that are there"
          data={MODES}
          value={mode}
          allowDeselect={false}
          onChange={(value) => anew(() => setMode((value ?? "upsert") as ImportMode))}
        />
        {bulk.isPending && <Progress value={Math.max(3, share * 100)} animated aria-label="How far it is" />}
        <Failed of={bulk} />
        {bulk.data && <Outcome {...bulk.data} />}
        <Group justify="space-between">
          <FileButton accept={FILES} onChange={(chosen) => void choose(chosen)}>
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconFileUpload size={15} />}>
                Choose a file…
              </Button>
            )}
          </FileButton>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {done ? "Close" : "Cancel"}
            </Button>
            {tried ? (
              <Button
                color={mode === "replace" ? "red" : undefined}
                disabled={!changes || (bulk.data?.result.refused ?? 0) > 0}
                onClick={() => run(false)}
              >
                Do it
              </Button>
            ) : (
              !done && (
                <Button disabled={!ready} loading={bulk.isPending} onClick={() => run(true)}>
                  What would change?
                </Button>
              )
            )}
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}
