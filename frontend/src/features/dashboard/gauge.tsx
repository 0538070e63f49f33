import { displayUnit } from "@/shared/chart/scales";
import { severityName } from "@/shared/format/severity";
import { formatNumber, formatValue } from "@/shared/format/value";
import classes from "./gauge.module.css";
import { gaugeScale, shareOf } from "./gauge-scale";
import { Footer } from "./reading";
import type { TileProps } from "./tile-props";

const RADIUS = 42;
const TURN = 240;

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
  const scale = gaugeScale(metadata, tile, number === null ? [] : [number]);
  const share = number === null ? 0 : shareOf(number, scale);
  const precision = metadata?.precision;
  const unit = displayUnit(metadata?.egu);
  return (
    <>
      <svg
        className={classes.dial}
        viewBox="0 0 100 80"
        role="img"
        aria-label={`${tile.title || trace.pv}: ${formatValue(value, metadata)} ${unit}, on a scale from ${scale.low} to ${scale.high}`}
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
        <text x="50" y="52" className={classes.value} data-testid="value">
          {formatValue(value, metadata)}
        </text>
        <text x="50" y="63" className={classes.unit}>
          {unit}
        </text>
        <text x="15" y="79" className={classes.end}>
          {formatNumber(scale.low, Math.min(precision ?? 0, 1))}
        </text>
        <text x="85" y="79" className={classes.end}>
          {formatNumber(scale.high, Math.min(precision ?? 0, 1))}
        </text>
      </svg>
      <Footer trace={trace} now={now} />
    </>
  );
}
