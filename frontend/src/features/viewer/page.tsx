import { Alert } from "@mantine/core";
import { lazy, Suspense, useCallback, useMemo, useState } from "react";
import { ViewsButton } from "@/features/views/views-button";
import { Cursor } from "@/shared/chart/cursor";
import { ZoneContext } from "@/shared/time/zone";
import { useAdding } from "./adding";
import { Beginning } from "./beginning";
import { ChartArea } from "./chart/area";
import classes from "./page.module.css";
import { PANELS, TALL } from "./panels/keys";
import { PanelTabs } from "./panels/tabs";
import { Toolbar } from "./toolbar";
import { useViewerTraces } from "./traces";
import { useView, type View } from "./view";
import { useMoving, useShownWindow, useTick } from "./window";

const OpenView = lazy(() => import("@/features/views/open-view"));

export default function ViewerPage() {
  const view = useView();
  const { add, note, dismiss, dropping } = useAdding(view);
  return (
    <ZoneContext value={view.zone}>
      <div className={classes.page} {...dropping}>
        <h1 className="sr-only">Viewer</h1>
        <Toolbar view={view} onAdd={add}>
          <ViewsButton view={view} />
        </Toolbar>
        {note && (
          <Alert role="status" withCloseButton closeButtonLabel="Dismiss" onClose={dismiss} p="xs">
            {note}
          </Alert>
        )}
        {view.refused && (
          <Alert role="alert" color="yellow" p="xs">
            {view.refused.fault} (From {view.refused.asked.from} to {view.refused.asked.to}.) The last hour is
            shown instead; Range… has what was asked for, to be corrected.
          </Alert>
        )}
        <Content view={view} onAdd={add} />
      </div>
    </ZoneContext>
  );
}

function Content({ view, onAdd }: { view: View; onAdd(names: string[]): void }) {
  const id = view.search.view;
  if (id !== undefined) {
    return (
      <Suspense>
        <OpenView id={id} view={view} />
      </Suspense>
    );
  }
  return view.specs.length === 0 ? <Beginning onAdd={onAdd} /> : <Shown view={view} />;
}

/** The chart and what is beside it. */
function Shown({ view }: { view: View }) {
  const { specs, range, live, zoom } = view;
  const { viewport, ahead } = useMoving(range);
  const tick = useTick(range, live);
  const traces = useViewerTraces(specs, ahead ?? range, live, tick);
  const shown = useShownWindow(range, live, traces, tick);
  const [cursor] = useState(() => new Cursor());
  const rest = useCallback(() => {
    const held = viewport.get();
    if (held) zoom(...held);
  }, [viewport, zoom]);
  const panel = useMemo(() => ({ view, traces, window: shown, cursor }), [view, traces, shown, cursor]);
  return (
    <div className={classes.body} data-tall={TALL.has(view.search.tab ?? PANELS[0])}>
      <ChartArea {...panel} viewport={viewport} onRest={rest} />
      <PanelTabs {...panel} />
    </div>
  );
}
