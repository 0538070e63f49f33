import { ActionIcon, Tooltip } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { memo, type ReactNode } from "react";
import { useCursorTime } from "@/shared/chart/cursor";
import type { Pen } from "@/shared/chart/palette";
import { displayUnit } from "@/shared/chart/scales";
import { Swatch } from "@/shared/chart/swatch";
import { formatCount, formatValue } from "@/shared/format/value";
import { formatStamp, formatWidth } from "@/shared/time/format";
import { useZone } from "@/shared/time/zone";
import { ErrorNote } from "@/shared/ui/error-note";
import { Severity } from "@/shared/ui/severity";
import { gapAt } from "../chart/read-out";
import { drawnOf, MANY_TEXTS, newestReading, type Reading, readingAt } from "../reading";
import type { ViewerTrace } from "../traces";
import type { PanelProps } from "./registry";
import { TraceStyle } from "./trace-style";
import classes from "./traces.module.css";

/** The traces, and what each was at the cursor. */
export default function Traces({ view, traces, window: [, end], cursor }: PanelProps) {
  const time = useCursorTime(cursor);
  const zone = useZone();
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <caption className="sr-only">Traces, and what each was at the cursor</caption>
        <thead>
          <tr>
            <th scope="col">Trace</th>
            <th scope="col" className={classes.number}>
              {time === null ? "Newest value" : `At ${formatStamp(time, zone)}`}
            </th>
            <th scope="col">Alarm</th>
            <th scope="col" className={classes.time}>
              Sample’s time
            </th>
            <th scope="col" className={classes.drawn}>
              Drawn
            </th>
            <th scope="col" className={classes.change}>
              <span className="sr-only">Change</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {traces.map((trace) => (
            <Row
              key={trace.id}
              trace={trace}
              reading={time === null ? newestReading(trace, end) : readingAt(trace, time)}
              lost={gapAt(trace, time ?? end)?.cause ?? null}
              view={view}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  trace: ViewerTrace;
  reading: Reading | null;
  /** Why there is none, as far as that is known. */
  lost: string | null;
  view: PanelProps["view"];
}

function Row({ trace, reading, lost, view }: RowProps) {
  const { id, info, error, history, retry, pen, kind, title, spec } = trace;
  const zone = useZone();
  return (
    <tr data-pv={id} data-hidden={spec.hidden}>
      <Name
        id={id}
        spec={spec}
        kind={kind}
        title={title}
        pen={kind === "text" ? null : pen}
        description={info?.description}
        setTrace={view.setTrace}
        notes={notesOf(trace)}
      />
      {error && !history ? (
        <td colSpan={4}>
          <ErrorNote error={error} onRetry={retry} />
        </td>
      ) : (
        <>
          <td className={classes.number} data-testid="reading">
            <Value trace={trace} reading={reading} lost={reading ? null : lost} />
          </td>
          <td>
            {reading && (
              <Severity severity={reading.severity} status={reading.kind === "sample" ? reading.status : 0} />
            )}
          </td>
          <td className={`${classes.time} ${classes.dim}`}>{reading && formatStamp(reading.time, zone)}</td>
          <td className={`${classes.drawn} ${classes.dim}`} data-testid="drawn">
            <Drawn trace={trace} />
          </td>
        </>
      )}
      <Remove id={id} title={title} setTrace={view.setTrace} />
    </tr>
  );
}

interface NameProps extends Pick<ViewerTrace, "id" | "spec" | "kind" | "title"> {
  pen: Pen | null;
  description: string | undefined;
  setTrace: PanelProps["view"]["setTrace"];
  /** What is out of the ordinary; null else. */
  notes: ReactNode;
}

/** How a trace is called and drawn; not made anew with each of its samples. */
const Name = memo(function Name({ id, spec, kind, title, pen, description, setTrace, notes }: NameProps) {
  return (
    <th scope="row" className={classes.name}>
      <TraceStyle trace={{ spec, kind, title }} onChange={(patch) => setTrace(id, patch)}>
        <Swatch pen={pen} />
      </TraceStyle>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a name is dragged into another window */}
      <span
        title={description}
        draggable
        onDragStart={(event) => event.dataTransfer.setData("text/plain", spec.text)}
      >
        {title}
      </span>
      {description && <span className={classes.description}>{description}</span>}
      {notes && <span className={classes.notes}>{notes}</span>}
    </th>
  );
});

const Remove = memo(function Remove({ id, title, setTrace }: Pick<NameProps, "id" | "title" | "setTrace">) {
  return (
    <td className={classes.change}>
      <Tooltip label="Remove the trace">
        <ActionIcon size="sm" aria-label={`Remove ${title}`} onClick={() => setTrace(id, null)}>
          <IconX size={14} />
        </ActionIcon>
      </Tooltip>
    </td>
  );
});

function Value({ trace, reading, lost }: Omit<RowProps, "view">) {
  const metadata = trace.info?.metadata;
  const unit = displayUnit(metadata?.egu);
  if (!reading && !trace.history) return null;
  if (!reading) return <span className={classes.dim}>not recorded{lost ? `: ${lost}` : ""}</span>;
  if (reading.kind === "texts") return <span className={classes.dim}>{MANY_TEXTS}</span>;
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

function Drawn({ trace }: { trace: ViewerTrace }) {
  const drawn = drawnOf(trace);
  if (!drawn) return <>{trace.loading ? "Reading…" : ""}</>;
  const count = formatCount(drawn.points);
  const text =
    drawn.width === null
      ? `${count} ${drawn.points === 1 ? "sample" : "samples"}`
      : `${count} bins of ${formatWidth(drawn.width)}${trace.band?.t.length ? ": mean, min–max" : ""}`;
  return (
    <span data-points={drawn.points} data-width={drawn.width ?? 0}>
      {text}
      {trace.loading ? " …" : ""}
    </span>
  );
}

/** Said below the name, which every width shows. */
function notesOf({ history, unstreamed, error, retry }: ViewerTrace): ReactNode {
  if (!history || !(unstreamed || error)) return null;
  return (
    <>
      {unstreamed && (
        <Tooltip label={`It can't be streamed, and is read again every few seconds: ${unstreamed}`}>
          <span className={classes.dim} data-testid="unstreamed">
            read again, not live
          </span>
        </Tooltip>
      )}
      {error && <ErrorNote error={error} onRetry={retry} />}
    </>
  );
}
