import { ActionIcon, Tooltip, useComputedColorScheme } from "@mantine/core";
import { IconArrowsDiagonal } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Cursor } from "@/shared/chart/cursor";
import { useCursorTime } from "@/shared/chart/cursor";
import { heldAt } from "@/shared/chart/model";
import { type Pen, penOf } from "@/shared/chart/palette";
import { displayUnit } from "@/shared/chart/scales";
import { TimeChart } from "@/shared/chart/time-chart";
import type { Scale, Trace } from "@/shared/chart/trace";
import { formatValue } from "@/shared/format/value";
import type { PvTrace } from "@/shared/pv/traces";
import classes from "./panel.module.css";

interface Props {
  scale: Scale;
  traces: readonly PvTrace[];
  window: readonly [number, number];
  span: string;
  cursor: Cursor;
  pens: ReadonlyMap<string, Pen>;
}

/** One live chart of PVs that share an axis. */
export function Panel({ scale, traces, window: shown, span, cursor, pens }: Props) {
  const scheme = useComputedColorScheme("light");
  const drawn = traces.map<Trace>((trace) => ({
    pv: trace.pv,
    scale: scale.key,
    pen: pens.get(trace.pv) ?? penOf(0, scheme),
    steps: trace.steps,
    band: trace.band,
    gaps: trace.gaps,
    end: shown[1],
  }));
  const pvs = traces.map(({ pv }) => pv);
  return (
    <section className={classes.panel} aria-label={`Chart of ${pvs.join(", ")}`}>
      <header className={classes.head}>
        <ul className={classes.legend}>
          {traces.map((trace, i) => (
            <Entry key={trace.pv} trace={trace} colour={drawn[i]?.pen.colour ?? ""} cursor={cursor} />
          ))}
        </ul>
        <Tooltip label="Open in the viewer">
          <ActionIcon
            size="sm"
            renderRoot={(root) => <Link to="/viewer" search={{ pv: pvs, from: `now-${span}` }} {...root} />}
            aria-label={`Open ${pvs.join(", ")} in the viewer`}
          >
            <IconArrowsDiagonal size={15} />
          </ActionIcon>
        </Tooltip>
      </header>
      <TimeChart
        traces={drawn}
        scales={[{ ...scale, label: "" }]}
        window={shown}
        height={200}
        cursor={cursor}
        syncKey="dashboard"
      />
    </section>
  );
}

function Entry({ trace, colour, cursor }: { trace: PvTrace; colour: string; cursor: Cursor }) {
  const time = useCursorTime(cursor);
  const metadata = trace.info?.metadata;
  const value = time === null ? trace.steps.v.at(-1) : heldAt(trace.steps, time);
  return (
    <li className={classes.entry}>
      <span className={classes.swatch} style={{ background: colour }} aria-hidden="true" />
      <span className={classes.name}>{trace.pv}</span>
      <span className={classes.value}>
        {value === undefined || Number.isNaN(value) ? "–" : formatValue(value, metadata)}{" "}
        {displayUnit(metadata?.egu)}
      </span>
    </li>
  );
}
