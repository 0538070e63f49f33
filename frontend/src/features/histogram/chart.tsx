import { useElementSize } from "@mantine/hooks";
import type { PvStatistics } from "@/api/types";
import type { ViewerTrace } from "@/features/viewer/traces";
import { roundTicks } from "@/shared/chart/round-ticks";
import { displayUnit } from "@/shared/chart/scales";
import { tickLabels } from "@/shared/chart/ticks";
import { formatCount, formatNumber } from "@/shared/format/value";
import { formatSpan } from "@/shared/time/format";
import classes from "@/shared/ui/panel.module.css";
import { barsOf } from "./bars";
import own from "./panel.module.css";

const HEIGHT = 152;
const FOOT = 20;
const SIDE = 24;
const TICK_PX = 70;

interface Props {
  trace: ViewerTrace;
  statistics: PvStatistics | null;
  by: "held" | "samples";
}

/** The histogram of one trace. */
export function Chart({ trace, statistics, by }: Props) {
  const { ref, width } = useElementSize();
  const { title, info, pen } = trace;
  const unit = displayUnit(info?.metadata?.egu);
  const bars = barsOf(statistics?.edges ?? [], statistics?.[by]?.histogram ?? []);
  const [low, high] = [bars[0]?.from ?? 0, bars.at(-1)?.to ?? 1];
  const x = (value: number) => SIDE + ((value - low) / (high - low || 1)) * Math.max(0, width - 2 * SIDE);
  const { step, ticks } = roundTicks(low, high, Math.max(2, Math.floor(width / TICK_PX)));
  const labels = tickLabels(ticks, step, false);
  const write = (value: number) => formatNumber(value, info?.metadata?.precision);
  const most = bars.reduce((best, bar) => (bar.weight > best.weight ? bar : best), bars[0] ?? NOTHING);
  const said =
    bars.length > 0
      ? `Histogram of ${title}: from ${write(low)} to ${write(high)} ${unit}, most between ${write(most.from)} and ${write(most.to)}`
      : `Histogram of ${title}`;
  return (
    <figure className={own.figure} ref={ref} data-pv={trace.id}>
      <figcaption>
        <span>{title}</span>
        <span className={classes.dim}>{unit}</span>
      </figcaption>
      {bars.length === 0 && (
        <p className={classes.note}>
          {statistics ? "Over this range it is made of rollups, or there are no numbers." : "Reading…"}
        </p>
      )}
      {bars.length > 0 && width > 0 && (
        <svg viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={said}>
          {bars.map(({ from, to, weight, height }) => {
            const tall = height * (HEIGHT - FOOT - 4);
            return (
              <rect
                key={from}
                className={own.bar}
                x={x(from) + 0.5}
                width={Math.max(0.5, x(to) - x(from) - 1)}
                y={HEIGHT - FOOT - tall}
                height={tall}
                fill={pen.colour}
                data-weight={weight}
              >
                <title>
                  {write(from)} … {write(to)} {unit}:{" "}
                  {by === "held" ? span(weight) : `${formatCount(weight)} samples`}
                </title>
              </rect>
            );
          })}
          <line
            className={own.axis}
            x1={SIDE}
            x2={width - SIDE}
            y1={HEIGHT - FOOT + 0.5}
            y2={HEIGHT - FOOT + 0.5}
          />
          {ticks.map((tick, i) => (
            <text key={tick} className={own.tick} x={x(tick)} y={HEIGHT - 5} textAnchor="middle">
              {labels[i]}
            </text>
          ))}
        </svg>
      )}
    </figure>
  );
}

const NOTHING = { from: 0, to: 0, weight: 0, height: 0 };

const span = (seconds: number): string =>
  seconds < 1 ? `${Math.round(seconds * 1000)} ms` : formatSpan(seconds * 1000) || "0 s";
