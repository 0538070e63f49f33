import type uPlot from "uplot";
import { isShowable, rounded, slide, stretch } from "./axis-moves";
import type { Extent } from "./extent";
import type { Rulers } from "./ruler";

export interface AxisEvents {
  /** It is being moved. */
  hold(key: string, range: Extent): void;
  /** It has come to rest; null: as the data are. */
  rest(key: string, range: Extent | null): void;
}

const REST_MS = 300;
const ZOOM_PER_PX = 0.0018;
const LINE_PX = 16;
const HINT = "Drag to move, wheel to stretch, double click for the automatic range";

/** Have dragging, the wheel and a double click on the axes of values change what they show. Gives what undoes it. */
export function attachAxes(u: uPlot, rulers: Rulers, events: AxisEvents): () => void {
  const done = new AbortController();
  const axes = u.axes.filter(({ show }) => show);
  u.root.querySelectorAll<HTMLElement>(".u-axis").forEach((element, i) => {
    const key = axes[i]?.scale;
    if (key && key !== "x") attach(u, element, key, rulers, events, done.signal);
  });
  return () => done.abort();
}

function attach(
  u: uPlot,
  element: HTMLElement,
  key: string,
  rulers: Rulers,
  events: AxisEvents,
  signal: AbortSignal,
): void {
  const log = rulers.get(key)?.log ?? false;
  const range = (): Extent => rulers.get(key)?.extent ?? [0, 1];
  let moved: Extent | null = null;
  let resting = 0;
  const hold = (next: Extent) => {
    if (!isShowable(next)) return;
    moved = next;
    events.hold(key, next);
  };
  const rest = () => {
    window.clearTimeout(resting);
    if (moved) events.rest(key, rounded(moved, log));
    moved = null;
  };
  signal.addEventListener("abort", () => window.clearTimeout(resting));
  element.style.cursor = "ns-resize";
  element.style.touchAction = "none";
  element.title = HINT;
  element.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const { top, height } = u.over.getBoundingClientRect();
      const by = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1);
      hold(stretch(range(), 1 - (event.clientY - top) / height, Math.exp(by * ZOOM_PER_PX), log));
      window.clearTimeout(resting);
      resting = window.setTimeout(rest, REST_MS);
    },
    { passive: false, signal },
  );
  let grip: { y: number; range: Extent } | null = null;
  element.addEventListener(
    "pointerdown",
    (event) => {
      if (event.button !== 0) return;
      grip = { y: event.clientY, range: range() };
      element.setPointerCapture(event.pointerId);
    },
    { signal },
  );
  element.addEventListener(
    "pointermove",
    (event) => {
      if (grip) hold(slide(grip.range, (grip.y - event.clientY) / u.over.clientHeight, log));
    },
    { signal },
  );
  const release = () => {
    grip = null;
    rest();
  };
  element.addEventListener("pointerup", release, { signal });
  element.addEventListener("pointercancel", release, { signal });
  element.addEventListener("dblclick", () => events.rest(key, null), { signal });
}
