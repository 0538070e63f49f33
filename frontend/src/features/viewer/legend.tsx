import { ActionIcon, Tooltip } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { type Cursor, useCursorTime } from "@/shared/chart/cursor";
import type { Pen } from "@/shared/chart/palette";
import { displayUnit } from "@/shared/chart/scales";
import { formatCount, formatValue } from "@/shared/format/value";
import type { PvTrace } from "@/shared/pv/traces";
import { formatStamp, formatWidth } from "@/shared/time/format";
import { ErrorNote } from "@/shared/ui/error-note";
import { Severity } from "@/shared/ui/severity";
import classes from "./legend.module.css";
import { drawnOf, newestReading, type Reading, readingAt } from "./reading";

interface Props {
  traces: readonly PvTrace[];
  /** How a trace is drawn; null: not as a line. */
  penOf(trace: PvTrace): Pen | null;
  cursor: Cursor;
  /** What is read where the cursor is not in the chart, ms. */
  end: number;
  onRemove(pv: string): void;
}

/** The traces, and what each was at the cursor. */
export function Legend({ traces, penOf, cursor, end, onRemove }: Props) {
  const time = useCursorTime(cursor);
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">PV</th>
            <th scope="col" className={classes.number}>
              {time === null ? "Newest value" : `At ${formatStamp(time)}`}
            </th>
            <th scope="col">Alarm</th>
            <th scope="col">Sample’s time</th>
            <th scope="col">Drawn</th>
            <th scope="col">
              <span className="sr-only">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {traces.map((trace) => (
            <Row
              key={trace.pv}
              trace={trace}
              pen={penOf(trace)}
              reading={time === null ? newestReading(trace, end) : readingAt(trace, time)}
              onRemove={onRemove}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  trace: PvTrace;
  pen: Pen | null;
  reading: Reading | null;
  onRemove(pv: string): void;
}

function Row({ trace, pen, reading, onRemove }: RowProps) {
  const { pv, info, error, history, retry } = trace;
  return (
    <tr data-pv={pv}>
      <th scope="row" className={classes.name}>
        <svg width="22" height="8" aria-hidden="true" className={classes.swatch}>
          {pen && (
            <line
              x1="1"
              y1="4"
              x2="21"
              y2="4"
              stroke={pen.colour}
              strokeWidth="2.5"
              strokeDasharray={pen.dash.join(" ")}
            />
          )}
        </svg>
        <span title={info?.description}>{pv}</span>
        {info?.description && <span className={classes.description}>{info.description}</span>}
      </th>
      {error && !history ? (
        <td colSpan={4}>
          <ErrorNote error={error} onRetry={retry} />
        </td>
      ) : (
        <>
          <td className={classes.number} data-testid="reading">
            <Value trace={trace} reading={reading} />
          </td>
          <td>
            {reading?.kind === "sample" && <Severity severity={reading.severity} status={reading.status} />}
          </td>
          <td className={classes.dim}>{reading && formatStamp(reading.time)}</td>
          <td className={classes.dim} data-testid="drawn">
            <Drawn trace={trace} />
          </td>
        </>
      )}
      <td>
        <Tooltip label="Remove the trace">
          <ActionIcon size="sm" aria-label={`Remove ${pv}`} onClick={() => onRemove(pv)}>
            <IconX size={14} />
          </ActionIcon>
        </Tooltip>
      </td>
    </tr>
  );
}

function Value({ trace, reading }: { trace: PvTrace; reading: Reading | null }) {
  const metadata = trace.info?.metadata;
  const unit = displayUnit(metadata?.egu);
  if (!reading) return <span className={classes.dim}>not recorded</span>;
  if (reading.kind === "sample") {
    return (
      <>
        <strong>{formatValue(reading.value, metadata)}</strong> {typeof reading.value === "number" && unit}
      </>
    );
  }
  return (
    <>
      <strong>
        {formatValue(reading.mean, {
          ...metadata,
          enum_strings: null,
          precision: metadata?.precision ?? null,
        })}
      </strong>{" "}
      {unit}
      <span className={classes.range}>
        {formatValue(reading.min, metadata)} … {formatValue(reading.max, metadata)}
      </span>
    </>
  );
}

function Drawn({ trace }: { trace: PvTrace }) {
  const drawn = drawnOf(trace);
  if (!drawn) return <>{trace.loading ? "Reading…" : ""}</>;
  const count = formatCount(drawn.points);
  const text =
    drawn.width === null
      ? `${count} ${drawn.points === 1 ? "sample" : "samples"}`
      : `${count} bins of ${formatWidth(drawn.width)}: mean, min–max`;
  return (
    <span data-points={drawn.points} data-width={drawn.width ?? 0}>
      {text}
      {trace.loading && trace.history ? " …" : ""}
    </span>
  );
}
