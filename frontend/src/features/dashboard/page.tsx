import { useViewportSize } from "@mantine/hooks";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo, useRef, useState } from "react";
import { MOST_SHOWN } from "@/app/search";
import { Cursor } from "@/shared/chart/cursor";
import { usePastedNames } from "@/shared/pv/pasted";
import { type PvTrace, useTraces } from "@/shared/pv/traces";
import { parseDuration } from "@/shared/time/range";
import { AtMost } from "@/shared/ui/at-most";
import { useNow } from "@/shared/ui/clock";
import { Empty } from "@/shared/ui/empty";
import { ErrorNote } from "@/shared/ui/error-note";
import { Bar } from "./bar";
import { EmptyBoard } from "./empty-board";
import { Grid } from "./grid";
import {
  changed,
  DEFAULT_SPAN,
  duplicated,
  type Tile as Model,
  type NewTile,
  pvsOfBoard,
  removed,
  withTiles,
} from "./model";
import classes from "./page.module.css";
import { Tile, type TileActions } from "./tile";
import { TileDialog } from "./tile-dialog";
import { useBoard } from "./use-board";
import { useHistory } from "./use-history";
import { useWall } from "./wall";
import { WallView } from "./wall-view";
import { shownWindow } from "./window";

const POINTS = 400;
const WALL_MARGIN = 12;

type Editing = { id: string | null; tile: NewTile } | null;

export default function DashboardPage() {
  const state = useBoard();
  const { board, ready, id } = state;
  const { wall = false } = useSearch({ from: "/" });
  const navigate = useNavigate({ from: "/" });
  const { height } = useViewportSize();
  const pvs = useMemo(() => pvsOfBoard(board).slice(0, MOST_SHOWN), [board]);
  const spanMs = parseDuration(board.span) ?? parseDuration(DEFAULT_SPAN) ?? 0;
  const range = useMemo(() => ({ from: `now-${board.span}`, to: "now" }), [board.span]);
  const traces = useTraces(pvs, { range, points: POINTS, live: true });
  const [cursor] = useState(() => new Cursor());
  const clock = useNow(500);
  const now = clock + (traces.find(({ history }) => history)?.history?.skew ?? 0);
  const shown = useMemo(() => shownWindow(traces, now, spanMs), [traces, now, spanMs]);
  const byPv = useMemo(() => new Map(traces.map((trace) => [trace.pv, trace])), [traces]);
  const [arranging, setArranging] = useState(false);
  const [editing, setEditing] = useState<Editing>(null);
  const { change, undo, redo } = useHistory(state);
  const latest = useRef(board);
  latest.current = board;
  const addValues = useCallback(
    (names: readonly string[]) => {
      const shown = new Set(pvsOfBoard(latest.current));
      const news = names
        .filter((pv) => !shown.has(pv))
        .map<NewTile>((pv) => ({ kind: "sparkline", pvs: [pv] }));
      if (news.length > 0) change(withTiles(latest.current, news));
    },
    [change],
  );
  usePastedNames(addValues);
  const actions = useMemo<TileActions>(
    () => ({
      edit: (tileId) => {
        const tile = latest.current.tiles.find((one) => one.id === tileId);
        if (tile) setEditing({ id: tileId, tile });
      },
      remove: (tileId) => change(removed(latest.current, tileId)),
      duplicate: (tileId) => change(duplicated(latest.current, tileId)),
      turnInto: (tileId, kind) => change(changed(latest.current, tileId, { kind })),
    }),
    [change],
  );
  const leaveWall = useCallback(
    () => void navigate({ search: (before) => ({ ...before, wall: undefined }), replace: true }),
    [navigate],
  );
  useWall(wall, leaveWall);
  const enterWall = () => {
    // Where full screen is refused, the wall fills the window.
    void document.documentElement.requestFullscreen?.().catch(() => undefined);
    void navigate({ search: (before) => ({ ...before, wall: true }) });
  };
  const save = (tile: NewTile) => {
    if (editing?.id) change(changed(board, editing.id, tile));
    else change(withTiles(board, [tile]));
    setEditing(null);
  };

  const failed = traces.find(({ error, history }) => error && !history);
  const empty = board.tiles.length === 0;
  const drawn = (tile: Model) => (
    <Tile
      tile={tile}
      traces={tile.pvs.map((pv) => byPv.get(pv)).filter((trace): trace is PvTrace => trace !== undefined)}
      now={now}
      window={shown}
      span={board.span}
      cursor={cursor}
      actions={wall ? null : actions}
    />
  );
  const grid = (
    <Grid
      board={board}
      arranging={arranging && !wall}
      fit={wall ? height - 2 * WALL_MARGIN : null}
      onChange={change}
    >
      {drawn}
    </Grid>
  );
  const unread = state.error && !ready && <ErrorNote error={state.error} onRetry={state.retry} />;
  if (wall) {
    return (
      <WallView margin={WALL_MARGIN} onLeave={leaveWall}>
        {unread}
        {grid}
      </WallView>
    );
  }
  return (
    <div className={classes.page}>
      <h1 className="sr-only">Dashboard</h1>
      <Bar
        state={{ ...state, change }}
        arranging={arranging}
        onArrange={setArranging}
        onNew={(kind) => setEditing({ id: null, tile: { kind } })}
        onWall={enterWall}
        onAdd={addValues}
        onUndo={undo}
        onRedo={redo}
      />
      <AtMost shown={pvs.length} />
      {unread}
      {failed?.error && <ErrorNote error={failed.error} onRetry={failed.retry} />}
      {ready && empty && <EmptyBoard onBegin={change} />}
      {!ready && !state.error && id === "own" && empty && (
        <Empty title="No PV is archived yet">
          <Link to="/pvs">Add the first PVs</Link>: type a name, paste a list, or import a file. They appear
          here by themselves.
        </Empty>
      )}
      {!empty && grid}
      {editing && (
        <TileDialog
          title={editing.id ? "Edit the tile" : "New tile"}
          action={editing.id ? "Save" : "Add"}
          first={editing.tile}
          onSave={save}
          onClose={() => setEditing(null)}
        />
      )}
    </div>
  );
}
