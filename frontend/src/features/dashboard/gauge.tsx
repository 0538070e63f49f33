import { displayUnit, wantsLog } from "@/shared/chart/scales";
import { severityName } from "@/shared/format/severity";
import { formatNumber, formatValue } from "@/shared/format/value";
import classes from "./gauge.module.css";
import { gaugeScale, shareOf } from "./gauge-scale";
import { Footer } from "./reading";
import type { TileProps } from "./tile-props";

const RADIUS = 42;
const TURN = 240;
const LARGEST = 15;
/** So much room a value has inside of the arc, in its font's size times its letters. */
const INSIDE = 96;

function pointAt(share: number, radius: number): string {
  const angle = ((-90 - TURN / 2 + share * TURN) * Math.PI) / 180;
  return `${(50 + radius * Math.cos(angle)).toFixed(2)} ${(50 + radius * Math.sin(angle)).toFixed(2)}`;
}

/** An arc from one share of the scale to another. */
function arc(from: number, to: number, radius = RADIUS): string {
  const large = (to - from) * TURN > 180 ? 1 : 0;
  return `M ${pointAt(from, radius)} A ${radius} ${radius} 0 ${large} 1 ${pointAt(to, radius)}`;
}

/** A value on a dial, with where its record warns and alarms. */
export function GaugeTile({ tile, traces, now }: TileProps) {
  const [trace] = traces;
  if (!trace) return null;
  const metadata = trace.info?.metadata;
  const value = trace.newest?.value;
  const number = typeof value === "number" && Number.isFinite(value) ? value : null;
  const scale = gaugeScale(metadata, tile, number === null ? [] : [number], wantsLog(trace.info));
  const share = number === null ? 0 : shareOf(number, scale);
  const precision = metadata?.precision;
  const unit = displayUnit(metadata?.egu);
  const text = formatValue(value, metadata);
  const endText = (end: number) =>
    number === null && !metadata ? "" : formatNumber(end, Math.min(precision ?? 0, 1));
  return (
    <>
      <svg
        className={classes.dial}
        viewBox="0 0 100 80"
        role="img"
        aria-label={`${tile.title || trace.pv}: ${text} ${unit}, on a scale from ${scale.low} to ${scale.high}`}
      >
        <path className={classes.track} d={arc(0, 1)} />
        {number !== null && share > 0 && (
          <path
            className={classes.bar}
            data-severity={severityName(trace.newest?.severity ?? 0)}
            data-lost={trace.lost !== null}
            d={arc(0, share)}
          />
        )}
        {scale.zones.map(({ from, to, severity }) => (
          <path
            key={`${severity} ${from}`}
            className={classes.zone}
            data-severity={severity}
            d={arc(shareOf(from, scale), shareOf(to, scale), RADIUS + 6)}
          />
        ))}
        <text
          x="50"
          y="52"
          className={classes.value}
          style={{ fontSize: Math.min(LARGEST, INSIDE / text.length) }}
          data-testid="value"
        >
          {text}
        </text>
        <text x="50" y="63" className={classes.unit}>
          {unit}
        </text>
        <text x="15" y="79" className={classes.end}>
          {endText(scale.low)}
        </text>
        <text x="85" y="79" className={classes.end}>
          {endText(scale.high)}
        </text>
      </svg>
      <Footer trace={trace} now={now} />
    </>
  );
}
