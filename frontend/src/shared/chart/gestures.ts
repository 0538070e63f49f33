import { type Grip, panBy, pinch, zoomAbout } from "./moves";
import type { Window } from "./viewport";

export interface GestureEvents {
  /** What is shown now. */
  window(): Window;
  /** It is being moved. */
  hold(window: Window): void;
  /** It has come to rest. */
  rest(): void;
  /** Where a finger is, 0 at the left end and 1 at the right; null: nowhere. */
  touch(place: number | null): void;
}

const WHEEL_REST_MS = 220;
const LINE_PX = 16;
const ZOOM_PER_PX = 0.0018;

/** Have the wheel, shift-drag (or the middle button), and two fingers move what a chart shows. Gives what undoes it. */
export function attachGestures(element: HTMLElement, events: GestureEvents): () => void {
  const done = new AbortController();
  const { signal } = done;
  const placeOf = (event: MouseEvent) => {
    const { left, width } = element.getBoundingClientRect();
    return (event.clientX - left) / width;
  };
  const timeAt = (place: number, [start, stop]: Window) => start + place * (stop - start);

  let resting = 0;
  const restSoon = () => {
    window.clearTimeout(resting);
    resting = window.setTimeout(events.rest, WHEEL_REST_MS);
  };
  element.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1;
      const now = events.window();
      const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        events.hold(panBy(now, ((sideways * unit) / element.clientWidth) * (now[1] - now[0])));
      } else {
        events.hold(zoomAbout(now, timeAt(placeOf(event), now), Math.exp(event.deltaY * unit * ZOOM_PER_PX)));
      }
      restSoon();
    },
    { passive: false, signal },
  );

  // Else a browser takes two fingers for itself; one that goes up or down still scrolls the page.
  element.style.touchAction = "pan-y";
  const fingers = new Map<number, Grip>();
  let dragged: Grip | null = null;
  const release = (event: PointerEvent) => {
    const moved = dragged !== null || fingers.size === 2;
    dragged = null;
    fingers.delete(event.pointerId);
    if (moved) events.rest();
  };
  element.addEventListener(
    "pointerdown",
    (event) => {
      const place = placeOf(event);
      const grip = { time: timeAt(place, events.window()), place };
      if (event.pointerType === "touch") {
        fingers.set(event.pointerId, grip);
        if (fingers.size === 1) events.touch(place);
        // From here on both hold what lies below them now.
        for (const other of fingers.values()) other.time = timeAt(other.place, events.window());
      } else if (event.button === 1 || (event.button === 0 && event.shiftKey)) dragged = grip;
      else return;
      event.preventDefault();
      element.setPointerCapture(event.pointerId);
    },
    { signal },
  );
  element.addEventListener(
    "pointermove",
    (event) => {
      const now = events.window();
      const place = placeOf(event);
      if (dragged) {
        events.hold(panBy(now, dragged.time - timeAt(place, now)));
        return;
      }
      const finger = fingers.get(event.pointerId);
      if (!finger) return;
      finger.place = place;
      const [first, second] = fingers.values();
      if (first && second) events.hold(pinch(now, first, second));
      else events.touch(place);
    },
    { signal },
  );
  element.addEventListener("pointerup", release, { signal });
  element.addEventListener("pointercancel", release, { signal });
  return () => {
    window.clearTimeout(resting);
    done.abort();
  };
}
