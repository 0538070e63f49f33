import type { KeyboardEvent } from "react";
import type { Cursor } from "@/shared/chart/cursor";
import type { Viewport, Window } from "@/shared/chart/viewport";
import { marksOf } from "../search";
import type { View } from "../view";
import { firstMarks } from "./measure";

/** What the keyboard does in the chart, for its help. Moving and zooming are the chart's own, see `time-chart.tsx`. */
export const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ["← →", "Move by a quarter"],
  ["Page up, Page down", "Move by all that is shown"],
  ["+ −", "Zoom in, zoom out"],
  ["Backspace", "Back to the last range; with Shift: forward"],
  ["Home", "Back to the first range"],
  ["Ctrl + ← →", "Move the cursor; with Shift: faster"],
  ["M", "Measuring cursors; Tab goes to them, ← → move them"],
  ["N", "Add a note at the cursor, or between the measuring cursors"],
  ["L", "Follow the newest values, or stop"],
  ["Ctrl + Z", "Undo; with Shift: redo"],
];

const STEP = 0.01;

/** Whether there are measuring cursors is what this changes. */
export function toggleMarks(view: View, shown: Window): void {
  const times = marksOf(view.search)
    ? undefined
    : firstMarks(shown).map((time) => new Date(time).toISOString());
  view.adjust({ mark: times });
}

/** Give what handles the keys of the chart that are not those of moving it. */
export function useChartKeys(
  view: View,
  cursor: Cursor,
  viewport: Viewport,
  told: Window,
  /** Null where no note may be written. */
  note: (() => void) | null,
) {
  return (event: KeyboardEvent) => {
    const [start, stop] = viewport.get() ?? told;
    const span = stop - start;
    const command = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (command && (key === "arrowleft" || key === "arrowright")) {
      const by = (key === "arrowleft" ? -1 : 1) * (event.shiftKey ? 10 : 1) * STEP * span;
      const from = cursor.get() ?? (start + stop) / 2;
      cursor.set(Math.min(stop, Math.max(start, from + by)));
    } else if (command && key === "z") (event.shiftKey ? view.redo : view.undo)();
    else if (command || event.altKey) return;
    else if (key === "m") toggleMarks(view, [start, stop]);
    else if (key === "n" && note) note();
    else if (key === "l") (view.live ? view.pause : view.follow)();
    else if (key === "escape") cursor.set(null);
    else if (key === "home") view.reset();
    else if (key === "backspace" && event.shiftKey) view.forward();
    else return;
    event.preventDefault();
  };
}
