import { useElementSize } from "@mantine/hooks";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { useId } from "react";
import { ChartSummary } from "@/features/viewer/chart/chart-summary";
import { useCursorTime } from "@/shared/chart/cursor";
import { heldAt } from "@/shared/chart/model";
import { type Pen, penOf } from "@/shared/chart/palette";
import { displayUnit, distinctScales, scaleOf, wantsLog } from "@/shared/chart/scales";
import { Swatch } from "@/shared/chart/swatch";
import { TimeChart } from "@/shared/chart/time-chart";
import type { Trace } from "@/shared/chart/trace";
import { formatValue } from "@/shared/format/value";
import { kindOf } from "@/shared/pv/kind";
import { PvName } from "@/shared/pv/name";
import type { PvTrace } from "@/shared/pv/traces";
import { Severity } from "@/shared/ui/severity";
import { useThemeName } from "@/shared/ui/theme-name";
import classes from "./chart.module.css";
import type { TileProps } from "./tile-props";

/** PVs over time, those of one unit on one axis. */
export function ChartTile({ traces, window: shown, cursor }: TileProps) {
  const scheme = useThemeName() === "light" ? "light" : "dark";
  const { ref, height } = useElementSize();
  const about = useId();
  const drawable = traces.filter(({ info, newest }) =>
    ["number", "enum"].includes(kindOf(info, newest?.value)),
  );
  const placed = drawable.map((trace, i) => ({
    trace,
    scale: scaleOf(trace.info, () => wantsLog(trace.info)),
    pen: penOf(i, scheme),
  }));
  const drawn = placed.map<Trace>(({ trace, scale, pen }) => ({
    pv: trace.pv,
    scale: scale.key,
    pen,
    steps: trace.steps,
    band: trace.band,
    gaps: trace.gaps,
    end: shown[1],
  }));
  const scales = distinctScales(placed.map(({ scale }) => scale));
  return (
    <>
      <ul className={classes.legend}>
        {placed.map(({ trace, pen }) => (
          <Entry key={trace.pv} trace={trace} pen={pen} cursor={cursor} />
        ))}
      </ul>
      <div ref={ref} className={classes.plot}>
        {height > 40 && (
          <TimeChart
            traces={drawn}
            scales={scales.length > 1 ? scales : scales.map((scale) => ({ ...scale, label: "" }))}
            window={shown}
            height={Math.floor(height)}
            cursor={cursor}
            syncKey="dashboard"
            describedBy={about}
          />
        )}
        <ChartSummary id={about} traces={drawable} window={shown} />
      </div>
    </>
  );
}

function Entry({ trace, pen, cursor }: { trace: PvTrace; pen: Pen; cursor: TileProps["cursor"] }) {
  const time = useCursorTime(cursor);
  const metadata = trace.info?.metadata;
  const severity = trace.newest?.severity ?? 0;
  const value = time === null ? trace.steps.v.at(-1) : heldAt(trace.steps, time);
  return (
    <li className={classes.entry}>
      <Swatch pen={pen} />
      <span className={classes.name}>
        <PvName name={trace.pv} />
      </span>
      <span className={classes.value}>
        {value === undefined || Number.isNaN(value) ? "–" : formatValue(value, metadata)}{" "}
        {displayUnit(metadata?.egu)}
      </span>
      {trace.lost ? (
        <span className={classes.lost} title={trace.lost}>
          <IconPlugConnectedX size="0.8125rem" aria-hidden="true" />
          {(trace.lost.split(":")[0] ?? "").toUpperCase()}
        </span>
      ) : (
        severity > 0 && <Severity severity={severity} status={trace.newest?.status ?? 0} />
      )}
    </li>
  );
}
