import { SegmentedControl, useComputedColorScheme } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type CSSProperties, useCallback, useMemo, useState } from "react";
import { Cursor } from "@/shared/chart/cursor";
import { penOf } from "@/shared/chart/palette";
import { distinctScales, scaleOf, wantsLog } from "@/shared/chart/scales";
import { kindOf } from "@/shared/pv/kind";
import { PvPicker } from "@/shared/pv/picker";
import { useTraces } from "@/shared/pv/traces";
import { parseDuration } from "@/shared/time/range";
import { AtMost } from "@/shared/ui/at-most";
import { useNow } from "@/shared/ui/clock";
import { Empty } from "@/shared/ui/empty";
import { ErrorNote } from "@/shared/ui/error-note";
import { DEFAULT_SPAN, useBoard } from "./board";
import classes from "./page.module.css";
import { Panel } from "./panel";
import { Tile } from "./tile";
import { shownWindow } from "./window";

const SPANS = ["1m", "10m", "1h"];
const POINTS = 400;

/** At most so many side by side: few are better large than in a row that is not full. */
const columns = (most: number) => ({ "--most": most }) as CSSProperties;

export default function DashboardPage() {
  const { board, change, ready, first } = useBoard();
  const spanMs = parseDuration(board.span) ?? parseDuration(DEFAULT_SPAN) ?? 0;
  const range = useMemo(() => ({ from: `now-${board.span}`, to: "now" }), [board.span]);
  const traces = useTraces(board.pv, { range, points: POINTS, live: true });
  const [cursor] = useState(() => new Cursor());
  const clock = useNow(500);
  const now = clock + (traces.find(({ history }) => history)?.history?.skew ?? 0);
  const shown = useMemo(() => shownWindow(traces, now, spanMs), [traces, now, spanMs]);

  const toggleChart = useCallback(
    (pv: string) =>
      change({
        chart: board.chart.includes(pv) ? board.chart.filter((one) => one !== pv) : [...board.chart, pv],
      }),
    [board.chart, change],
  );
  const remove = useCallback(
    (pv: string) => change({ pv: board.pv.filter((one) => one !== pv) }),
    [board.pv, change],
  );

  const scheme = useComputedColorScheme("light");
  const pens = useMemo(
    () => new Map(board.chart.map((pv, i) => [pv, penOf(i, scheme)])),
    [board.chart, scheme],
  );
  const charted = traces.filter(
    ({ pv, info, samples }) =>
      board.chart.includes(pv) && ["number", "enum"].includes(kindOf(info, samples.v.at(-1))),
  );
  const placed = charted.map((trace) => ({ trace, scale: scaleOf(trace.info, () => wantsLog(trace.info)) }));
  const scales = distinctScales(placed.map(({ scale }) => scale));
  const failed = traces.find(({ error, history }) => error && !history);

  return (
    <div className={classes.page}>
      <h1 className="sr-only">Dashboard</h1>
      <div className={classes.toolbar}>
        <PvPicker chosen={board.pv} onAdd={(names) => change({ pv: [...board.pv, ...names] })} />
        <SegmentedControl
          size="xs"
          aria-label="How much is shown"
          data={[...new Set([...SPANS, board.span])].map((span) => ({
            value: span,
            label: span.replace(/([a-z]+)/, " $1").replace(" m", " min"),
          }))}
          value={board.span}
          onChange={(span) => change({ span })}
        />
      </div>
      <AtMost shown={board.pv.length} />
      {first.error && !ready && <ErrorNote error={first.error} onRetry={() => void first.refetch()} />}
      {failed?.error && <ErrorNote error={failed.error} onRetry={failed.retry} />}
      {ready && board.pv.length === 0 && (
        <Empty title="Nothing is watched here yet">
          Type a few letters of a PV’s name above and choose it. Its newest value appears here as a tile, and
          as a chart if you like.
        </Empty>
      )}
      {!ready && first.data?.pv.length === 0 && (
        <Empty title="No PV is archived yet">
          <Link to="/pvs">Add the first PVs</Link>: type a name, paste a list, or import a CSV file. They
          appear here by themselves.
        </Empty>
      )}
      <div className={classes.tiles} style={columns(traces.length <= 12 ? 6 : 9)}>
        {traces.map((trace) => (
          <Tile
            key={trace.pv}
            trace={trace}
            now={now}
            window={shown}
            colour={pens.get(trace.pv)?.colour}
            onChart={toggleChart}
            onRemove={remove}
          />
        ))}
      </div>
      <div className={classes.panels} style={columns([0, 1, 2, 3, 2][scales.length] ?? 3)}>
        {scales.map((scale) => (
          <Panel
            key={scale.key}
            scale={scale}
            traces={placed.filter((one) => one.scale.key === scale.key).map(({ trace }) => trace)}
            window={shown}
            span={board.span}
            cursor={cursor}
            pens={pens}
          />
        ))}
      </div>
    </div>
  );
}
