import { displayUnit } from "@/shared/chart/scales";
import { Swatch } from "@/shared/chart/swatch";
import { formatValue } from "@/shared/format/value";
import { formatStamp } from "@/shared/time/format";
import { formatOffset, useZone } from "@/shared/time/zone";
import { Severity } from "@/shared/ui/severity";
import { MANY_TEXTS, type Reading, readingAt } from "../reading";
import type { ViewerTrace } from "../traces";
import classes from "./read-out.module.css";

const MOST = 14;
const DISTANCE_PX = 10;

interface Props {
  time: number;
  /** 0 at the left end of the plot area, 1 at the right. */
  place: number;
  traces: readonly ViewerTrace[];
}

/** What all traces were at the cursor, beside it. The table below says the same, so it is not read out. */
export function ReadOut({ time, place, traces }: Props) {
  const zone = useZone();
  const seen = traces.filter(({ spec }) => !spec.hidden);
  const side =
    place < 0.6
      ? { left: `calc(${place * 100}% + ${DISTANCE_PX}px)` }
      : { right: `calc(${(1 - place) * 100}% + ${DISTANCE_PX}px)` };
  return (
    <div className={classes.box} style={side} aria-hidden="true" data-testid="read-out">
      <div className={classes.time}>
        {formatStamp(time, zone)} <span className={classes.dim}>{formatOffset(time, zone)}</span>
      </div>
      {seen.slice(0, MOST).map((trace) => (
        <Line key={trace.id} trace={trace} time={time} />
      ))}
      {seen.length > MOST && <div className={classes.dim}>and {seen.length - MOST} more in the table</div>}
    </div>
  );
}

/** Why a trace is not known at a time, or null. */
export const gapAt = ({ gaps }: Pick<ViewerTrace, "gaps">, time: number) =>
  gaps.find((gap) => !gap.known && gap.start <= time && time < gap.stop) ?? null;

function Line({ trace, time }: { trace: ViewerTrace; time: number }) {
  const { pen, title, kind } = trace;
  const reading = readingAt(trace, time);
  const gap = reading ? null : gapAt(trace, time);
  return (
    <div className={classes.row}>
      <Swatch pen={kind === "text" ? null : pen} />
      <span className={classes.name}>{title}</span>
      <span className={classes.value}>{reading ? valueText(trace, reading) : "–"}</span>
      <span className={classes.note}>
        {gap
          ? `not recorded: ${gap.cause}`
          : reading?.kind === "bin"
            ? `${formatValue(reading.min, trace.info?.metadata)} … ${formatValue(reading.max, trace.info?.metadata)}`
            : null}
        {reading && reading.severity > 0 && (
          <Severity
            severity={reading.severity}
            {...(reading.kind === "sample" && { status: reading.status })}
          />
        )}
      </span>
    </div>
  );
}

function valueText({ info }: ViewerTrace, reading: Reading): string {
  if (reading.kind === "texts") return MANY_TEXTS;
  const metadata = info?.metadata;
  const unit = displayUnit(metadata?.egu);
  if (reading.kind === "sample") {
    const text = formatValue(reading.value, metadata);
    return typeof reading.value === "number" && unit ? `${text} ${unit}` : text;
  }
  const mean = formatValue(reading.mean, { precision: metadata?.precision ?? null, enum_strings: null });
  return unit ? `${mean} ${unit}` : mean;
}
