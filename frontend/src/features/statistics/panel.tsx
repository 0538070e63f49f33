import { Button, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy, IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import type { PanelProps } from "@/features/viewer/panels/registry";
import { displayUnit } from "@/shared/chart/scales";
import { Swatch } from "@/shared/chart/swatch";
import { formatNumber } from "@/shared/format/value";
import { formatSecond } from "@/shared/time/format";
import { useZone } from "@/shared/time/zone";
import { copyText, saveFile } from "@/shared/ui/copy";
import { ErrorNote } from "@/shared/ui/error-note";
import classes from "@/shared/ui/panel.module.css";
import { COLUMNS, type Column } from "./columns";
import { type Row, statisticsCsv } from "./csv";
import { type TraceStatistics, useStatistics } from "./queries";
import { States } from "./states";

const unitOf = ({ info }: TraceStatistics["trace"]): string => info?.metadata?.egu ?? "";

/** The statistics of all traces over what is shown. */
export default function Statistics({ view, traces }: PanelProps) {
  const zone = useZone();
  const { rows, range, error, retry } = useStatistics(traces, view.range, view.live);
  const numbers = rows.filter(({ trace }) => trace.kind === "number" || trace.kind === "waveform");
  const states = rows.filter(({ trace }) => trace.kind === "enum" || trace.kind === "text");
  const known = rows.flatMap(({ trace, statistics }): Row[] =>
    statistics ? [{ name: trace.title, unit: displayUnit(unitOf(trace)), statistics }] : [],
  );
  const csv = () =>
    statisticsCsv(known, new Date(range?.start ?? 0).toISOString(), new Date(range?.stop ?? 0).toISOString());
  return (
    <div>
      {error && <ErrorNote error={error} onRetry={retry} />}
      {numbers.length > 0 && (
        <div className={classes.scroll}>
          <table className={classes.table} aria-label="Statistics">
            <thead>
              <tr>
                <th scope="col">Trace</th>
                {COLUMNS.map(({ key, label, help }) => (
                  <Tooltip key={key} label={help}>
                    <th scope="col" className={classes.number}>
                      {label}
                    </th>
                  </Tooltip>
                ))}
              </tr>
            </thead>
            <tbody>
              {numbers.map((row) => (
                <StatisticsRow key={row.trace.id} row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {states.length > 0 && <States rows={states} />}
      <div className={classes.bar}>
        {range && (
          <span className={classes.words} data-testid="statistics-range">
            {formatSecond(range.start, zone)} to {formatSecond(range.stop, zone)}; what was held counts by its
            time.
            {known.some(({ statistics }) => statistics.source !== "raw") &&
              " Over so long a range they are made of rollups, which don’t tell medians and percentiles."}
          </span>
        )}
        <div className={classes.end}>
          <CopyButton text={csv} disabled={known.length === 0} />
          <Button
            variant="default"
            leftSection={<IconDownload size={15} />}
            disabled={known.length === 0}
            onClick={() => saveFile("statistics.csv", new Blob([csv()], { type: "text/csv" }))}
          >
            Save CSV
          </Button>
        </div>
      </div>
    </div>
  );
}

function StatisticsRow({ row: { trace, statistics } }: { row: TraceStatistics }) {
  const unit = displayUnit(unitOf(trace));
  return (
    <tr data-pv={trace.id}>
      <th scope="row">
        <span className={classes.swatch}>
          <Swatch pen={trace.pen} />
        </span>
        {trace.title}
        {unit && <span className={classes.dim}> {unit}</span>}
      </th>
      {COLUMNS.map((column) => (
        <td key={column.key} className={classes.number} data-testid={column.key}>
          {statistics ? written(column, trace, column.value(statistics)) : "…"}
        </td>
      ))}
    </tr>
  );
}

function written({ key, ofValue }: Column, { info }: TraceStatistics["trace"], value: number | null): string {
  if (value === null) return "–";
  if (key === "count") return formatNumber(value, 0);
  if (key === "completeness") return formatNumber(value, value === 100 ? 0 : 2);
  const precision = info?.metadata?.precision;
  // A mean is known better than a single value is written.
  return formatNumber(value, ofValue && precision != null ? precision + (key === "std" ? 2 : 1) : null);
}

const SAID_MS = 2_000;

function CopyButton({ text, disabled }: { text: () => string; disabled: boolean }) {
  const [said, setSaid] = useState<"copied" | "refused" | null>(null);
  const copy = async () => {
    setSaid((await copyText(text())) ? "copied" : "refused");
    window.setTimeout(() => setSaid(null), SAID_MS);
  };
  return (
    <Button
      variant="default"
      leftSection={said === "copied" ? <IconCheck size={15} /> : <IconCopy size={15} />}
      disabled={disabled}
      onClick={() => void copy()}
    >
      <span aria-live="polite">
        {said === "copied"
          ? "Copied"
          : said === "refused"
            ? "The browser refused: save it instead"
            : "Copy as CSV"}
      </span>
    </Button>
  );
}
