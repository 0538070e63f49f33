import { Alert } from "@mantine/core";
import { lazy, Suspense, useCallback, useMemo, useState } from "react";
import { ViewsButton } from "@/features/views/views-button";
import { Cursor } from "@/shared/chart/cursor";
import { ZoneContext } from "@/shared/time/zone";
import { Empty } from "@/shared/ui/empty";
import { useAdding } from "./adding";
import { ChartArea } from "./chart/area";
import classes from "./page.module.css";
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
        <Content view={view} />
      </div>
    </ZoneContext>
  );
}

function Content({ view }: { view: View }) {
  const id = view.search.view;
  if (id !== undefined) {
    return (
      <Suspense>
        <OpenView id={id} view={view} />
      </Suspense>
    );
  }
  return view.specs.length === 0 ? <Beginning /> : <Shown view={view} />;
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
    <div className={classes.body}>
      <ChartArea {...panel} viewport={viewport} onRest={rest} />
      <PanelTabs {...panel} />
    </div>
  );
}

function Beginning() {
  return (
    <Empty title="Choose what to look at">
      Type a few letters of a PV’s name above; several PVs share one chart, with an axis for each unit. Paste
      a list anywhere in this page to add many at once, or drag names here. The address of this page holds all
      that is shown, so it can be sent to a colleague. Views opens what was saved, and files of Phoebus and
      StripTool.
    </Empty>
  );
}
