import { Button, useComputedColorScheme } from "@mantine/core";
import { useViewportSize } from "@mantine/hooks";
import { useCallback, useMemo, useState } from "react";
import { Cursor } from "@/shared/chart/cursor";
import { type Pen, penOf } from "@/shared/chart/palette";
import { colourScales, distinctScales, scaleOf, wantsLog } from "@/shared/chart/scales";
import { TimeChart } from "@/shared/chart/time-chart";
import type { Trace } from "@/shared/chart/trace";
import { kindOf, type PvKind } from "@/shared/pv/kind";
import { type PvTrace, useTraces } from "@/shared/pv/traces";
import { AtMost } from "@/shared/ui/at-most";
import { Empty } from "@/shared/ui/empty";
import { Lane } from "./lane";
import { Legend } from "./legend";
import { LogSwitches } from "./log-switches";
import classes from "./page.module.css";
import { isLog, spanOf } from "./search";
import { Toolbar } from "./toolbar";
import { useView } from "./view";
import { Waveform } from "./waveform";
import { useShownWindow } from "./window";

const POINTS = 2_000;

const kindOfTrace = (trace: PvTrace): PvKind => kindOf(trace.info, trace.samples.v.at(-1));

export default function ViewerPage() {
  const view = useView();
  const { pvs, range, live, search, zoom, back, change } = view;
  const span = spanOf(range) ?? 0;
  const everyMs = Math.min(300_000, Math.max(15_000, span / 40));
  const traces = useTraces(pvs, { range, points: POINTS, live, everyMs });
  const shown = useShownWindow(range, live, traces);
  const scheme = useComputedColorScheme("light");
  const { height: viewport } = useViewportSize();
  const [cursor] = useState(() => new Cursor());
  const [area, setArea] = useState({ left: 0, width: 0 });
  const onArea = useCallback(
    (left: number, width: number) =>
      setArea((before) => (before.left === left && before.width === width ? before : { left, width })),
    [],
  );

  const pens = useMemo(() => new Map<string, Pen>(pvs.map((pv, i) => [pv, penOf(i, scheme)])), [pvs, scheme]);
  const penOfPv = (pv: string) => pens.get(pv) ?? penOf(0, scheme);
  const of = (...kinds: PvKind[]) => traces.filter((trace) => kinds.includes(kindOfTrace(trace)));
  const placed = of("number", "enum").map((trace) => ({
    trace,
    scale: scaleOf(trace.info, (unit) => isLog(search.log, unit, wantsLog(trace.info))),
    usually: wantsLog(trace.info),
  }));
  const scales = distinctScales(placed.map(({ scale }) => scale));
  const drawn = placed.map<Trace>(({ trace, scale }) => ({
    pv: trace.pv,
    scale: scale.key,
    pen: penOfPv(trace.pv),
    steps: trace.steps,
    band: trace.band,
    gaps: trace.gaps,
    end: live
      ? shown[1]
      : Math.min(shown[1], trace.history?.stop ?? shown[1], Date.now() + (trace.history?.skew ?? 0)),
  }));
  const texts = of("text");
  const waveforms = of("waveform");
  const height = Math.max(
    300,
    viewport - 252 - Math.min(8, traces.length) * 30 - texts.length * 48 - (waveforms.length > 0 ? 200 : 0),
  );

  if (pvs.length === 0) {
    return (
      <div className={classes.page}>
        <h1 className="sr-only">Viewer</h1>
        <Toolbar view={view} />
        <Empty title="Choose what to look at">
          Type a few letters of a PV’s name above; several PVs share one chart, with an axis for each unit.
          Paste a list to add many at once. The address of this page holds all that is shown, so it can be
          sent to a colleague.
        </Empty>
      </div>
    );
  }
  return (
    <div className={classes.page}>
      <h1 className="sr-only">Viewer</h1>
      <Toolbar view={view} />
      <AtMost shown={pvs.length} />
      <section className={classes.chart} aria-label="Chart">
        <LogSwitches placed={placed} search={search} onChange={change} />
        <TimeChart
          traces={drawn}
          scales={colourScales(scales, drawn)}
          window={shown}
          height={height}
          cursor={cursor}
          onZoom={zoom}
          onBack={back}
          onArea={onArea}
        />
        {texts.map((trace) => (
          <Lane key={trace.pv} trace={trace} window={shown} area={area} />
        ))}
      </section>
      {waveforms.length > 0 && (
        <div className={classes.waveforms}>
          {waveforms.map((trace) => (
            <Waveform key={trace.pv} trace={trace} cursor={cursor} colour={penOfPv(trace.pv).colour} />
          ))}
        </div>
      )}
      <Legend
        traces={traces}
        penOf={(trace) => (kindOfTrace(trace) === "text" ? null : penOfPv(trace.pv))}
        cursor={cursor}
        end={shown[1]}
        onRemove={(pv) => change({ pv: pvs.filter((one) => one !== pv) })}
      />
      <p className={classes.hint}>
        Drag over the chart to zoom in; finer data are read. Double click to go back.{" "}
        <Button size="compact-xs" variant="subtle" onClick={() => change({ pv: [] })}>
          Clear all
        </Button>
      </p>
    </div>
  );
}
