import { Button, Checkbox, Progress, SegmentedControl, Select, TextInput } from "@mantine/core";
import { IconDownload, IconPhoto } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNotes } from "@/features/notes/queries";
import { savePicture } from "@/features/picture/save";
import { wavesOf, wavesQuery } from "@/features/viewer/chart/waves";
import type { PanelProps } from "@/features/viewer/panels/registry";
import type { ViewerTrace } from "@/features/viewer/traces";
import { formatBytes, formatCount } from "@/shared/format/value";
import { useZone } from "@/shared/time/zone";
import { copyText, saveFile } from "@/shared/ui/copy";
import { ErrorNote } from "@/shared/ui/error-note";
import classes from "@/shared/ui/panel.module.css";
import {
  addressOf,
  type Choices,
  FIRST,
  FORMATS,
  type Format,
  type Layout,
  objectionTo,
  queryOf,
} from "./choices";
import { ConditionFields, useCondition } from "./condition";
import own from "./panel.module.css";
import { type Run, useExport } from "./use-export";

const LAYOUTS: { value: Layout; label: string }[] = [
  { value: "rows", label: "A row a sample" },
  { value: "aligned", label: "A column a trace" },
  { value: "binned", label: "Bins" },
];

/** Saves what is shown: as data in any format of the API, or as a picture. */
export default function ExportPanel(props: PanelProps) {
  const { view } = props;
  const [choices, setChoices] = useState<Choices>(FIRST);
  const { run, progress, start, stop } = useExport();
  const set = (patch: Partial<Choices>) => setChoices({ ...choices, ...patch });
  const { condition, wrong, fields } = useCondition(view);
  const objection = objectionTo(choices, condition) ?? wrong;
  const query = queryOf(view.specs, view.range, choices, condition);
  const running = run.state === "running";
  const submit = () => {
    if (objection === null && !running) start(query);
  };
  return (
    <div>
      <form
        className={classes.bar}
        aria-label="Export of data"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Select
          size="xs"
          w="8rem"
          label="Format"
          allowDeselect={false}
          data={FORMATS.map(({ value, label }) => ({ value, label }))}
          value={choices.format}
          onChange={(format) => format && set({ format: format as Format })}
        />
        <SegmentedControl
          size="xs"
          aria-label="Layout"
          data={LAYOUTS}
          value={choices.layout}
          onChange={(layout) => set({ layout: layout as Layout })}
        />
        {choices.layout !== "rows" && (
          <TextInput
            size="xs"
            w="8rem"
            label={choices.layout === "binned" ? "Width of a bin" : "A row every"}
            placeholder={choices.layout === "binned" ? "1m" : "change"}
            value={choices.period}
            onChange={(event) => set({ period: event.currentTarget.value.trim() })}
          />
        )}
        {choices.layout === "aligned" && (
          <Checkbox
            size="xs"
            mb={6}
            label="Severities, too"
            checked={choices.severity}
            onChange={(event) => set({ severity: event.currentTarget.checked })}
          />
        )}
        <Button
          type="submit"
          leftSection={<IconDownload size={15} />}
          disabled={objection !== null || running}
          title={objection ?? undefined}
        >
          Export
        </Button>
        {running && (
          <Button variant="default" onClick={stop}>
            Call it off
          </Button>
        )}
        <div className={classes.end}>
          <PictureButton {...props} kind="png" />
          <PictureButton {...props} kind="svg" />
        </div>
      </form>
      <ConditionFields fields={fields} onSubmit={submit} />
      <div className={own.state} role="status">
        {objection && <span className={classes.dim}>{objection}</span>}
        {running && <Running rows={progress?.rows ?? 0} part={progress?.progress ?? 0} />}
        {run.state === "ended" && <Outcome run={run} onRetry={() => start(run.query)} />}
      </div>
      {run.state === "failed" && <ErrorNote error={run.error} onRetry={() => start(run.query)} />}
      <p className={classes.note}>
        {condition.where === ""
          ? "All samples of the range are exported, however many; what is drawn is only as fine as the chart."
          : "The chart goes on showing all of the range. What only holds at times is computed in memory: at most 4 million samples."}{" "}
        <CopyAddress address={`${window.location.origin}${addressOf(query)}`} />
      </p>
    </div>
  );
}

function Running({ rows, part }: { rows: number; part: number }) {
  return (
    <>
      <Progress
        className={own.bar ?? ""}
        value={part * 100}
        animated={part === 0}
        aria-label="How far the export is"
      />
      <span>
        {Math.round(part * 100)} %, {formatCount(rows)} rows
      </span>
    </>
  );
}

interface OutcomeProps {
  run: Extract<Run, { state: "ended" }>;
  onRetry(): void;
}

function Outcome({ run: { name, ended }, onRetry }: OutcomeProps) {
  const { file, rows, truncated } = ended;
  const size = `${rows === null ? "" : `${formatCount(rows)} rows, `}${formatBytes(file.size)}`;
  if (truncated === null) {
    return (
      <span data-testid="outcome" data-rows={rows}>
        Complete: {name}, {size}.
      </span>
    );
  }
  return (
    <>
      <span className={own.truncated} data-testid="outcome">
        {name} is not complete, and was not saved: {truncated} ({size} came).
      </span>
      <Button size="compact-xs" variant="default" onClick={onRetry}>
        Try again
      </Button>
      <Button size="compact-xs" variant="default" onClick={() => saveFile(`incomplete-${name}`, file)}>
        Save what came
      </Button>
    </>
  );
}

function CopyAddress({ address }: { address: string }) {
  const [said, setSaid] = useState<string | null>(null);
  const copy = async () => setSaid((await copyText(address)) ? "Copied" : "The browser refused");
  return (
    <Button size="compact-xs" variant="subtle" onClick={() => void copy()}>
      <span aria-live="polite">{said ?? "Copy the address for a script"}</span>
    </Button>
  );
}

function PictureButton({ kind, ...props }: PanelProps & { kind: "png" | "svg" }) {
  const { view, traces } = props;
  // A picture without what is still being read would pass for one of nothing.
  const reading = traces.some(({ loading, history }) => loading && !history);
  const zone = useZone();
  const cache = useQueryClient();
  const notes = useNotes(view.range, view.live);
  const [error, setError] = useState<unknown>(null);
  const waves = (trace: ViewerTrace) =>
    wavesOf(trace, cache.getQueryData(wavesQuery(trace, view.range, view.live).queryKey), view.live);
  const save = () =>
    savePicture(kind, { ...props, zone, notes, wavesOf: waves }).then(() => setError(null), setError);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPhoto size={15} />}
        disabled={reading}
        title={reading ? "It is still being read" : undefined}
        onClick={() => void save()}
      >
        Picture as {kind.toUpperCase()}
      </Button>
      {error !== null && <ErrorNote error={error} />}
    </>
  );
}
