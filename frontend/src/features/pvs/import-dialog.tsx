import { Button, Code, FileButton, Group, List, Modal, Stack, Text, Textarea } from "@mantine/core";
import { IconFileTypeCsv } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { ApiProblem } from "@/api/problems";
import { LoginDeclined } from "@/features/session/provider";
import { formatCount } from "@/shared/format/value";
import { ErrorNote } from "@/shared/ui/error-note";
import { countOf, parseImport } from "./parse-import";
import type { PvActions } from "./queries";

const SHOWN_ERRORS = 8;

interface Props {
  actions: PvActions;
  onClose(): void;
}

/** Adds many PVs: a pasted list of names, or a CSV file with settings. All of them, or none. */
export function ImportDialog({ actions: { load }, onClose }: Props) {
  const [text, setText] = useState("");
  const wanted = useMemo(() => parseImport(text), [text]);
  const count = countOf(wanted);
  const rows = load.error instanceof ApiProblem ? load.error.errors : [];
  return (
    <Modal opened onClose={onClose} title="Add many PVs" size="lg">
      <Stack gap="sm">
        <Text size="sm">
          Paste names, one a line, or a CSV file with the column <Code>name</Code> and any of{" "}
          <Code>mode</Code>, <Code>period_s</Code>, <Code>deadband</Code>, <Code>max_rate_hz</Code>,{" "}
          <Code>controlling_pv</Code>, <Code>use_adel</Code>, <Code>retention</Code>, <Code>description</Code>
          , <Code>state</Code>. What is left out stays as it is.
        </Text>
        <Textarea
          aria-label="Names or CSV"
          autosize
          minRows={8}
          maxRows={16}
          placeholder={"SR:CURRENT\nSR:LIFETIME\nVAC:S01:PRESSURE"}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            load.reset();
          }}
          data-autofocus
        />
        {load.error && !(load.error instanceof LoginDeclined) && <ErrorNote error={load.error} />}
        {rows.length > 0 && (
          <List size="sm">
            {rows.slice(0, SHOWN_ERRORS).map((row) => (
              <List.Item key={`${row.row} ${row.where} ${row.detail}`}>
                {row.row !== undefined && `Row ${row.row}, ${row.name}: `}
                {String(row.detail ?? row.what)}
              </List.Item>
            ))}
            {rows.length > SHOWN_ERRORS && <List.Item>and {rows.length - SHOWN_ERRORS} more</List.Item>}
          </List>
        )}
        {load.data && (
          <Text size="sm" role="status">
            {formatCount(load.data.added)} added, {formatCount(load.data.changed)} changed,{" "}
            {formatCount(load.data.unchanged)} as they were.
          </Text>
        )}
        <Group justify="space-between">
          <FileButton
            accept=".csv,.txt,text/csv,text/plain"
            onChange={(file) => void file?.text().then(setText)}
          >
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconFileTypeCsv size={15} />}>
                Choose a file…
              </Button>
            )}
          </FileButton>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {load.data ? "Close" : "Cancel"}
            </Button>
            <Button
              disabled={!wanted || count === 0}
              loading={load.isPending}
              onClick={() => wanted && load.mutate(wanted)}
            >
              Add {count > 0 ? `${formatCount(count)} ${count === 1 ? "PV" : "PVs"}` : ""}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}
