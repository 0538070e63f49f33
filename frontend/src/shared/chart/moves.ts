import type { Window } from "./viewport";

const LEAST_MS = 2;
/** 200 years: a wheel that goes on turning ends there. */
const MOST_MS = 200 * 365 * 86_400_000;

/** Show `factor` times as much; the time `at` stays where it is. */
export function zoomAbout([start, stop]: Window, at: number, factor: number): Window {
  const span = Math.min(MOST_MS, Math.max(LEAST_MS, (stop - start) * factor));
  const share = (at - start) / (stop - start);
  const begin = at - share * span;
  return [begin, begin + span];
}

/** Show as much, `ms` later. */
export const panBy = ([start, stop]: Window, ms: number): Window => [start + ms, stop + ms];

/** A time held at a place, 0 at the left end of the chart and 1 at the right. */
export interface Grip {
  time: number;
  place: number;
}

/** Give the window in which two times are where two fingers are; where those are as one, it is only moved. */
export function pinch(window: Window, first: Grip, second: Grip): Window {
  const apart = second.place - first.place;
  const between = second.time - first.time;
  if (Math.abs(apart) < 0.02 || between * apart <= 0) {
    return panBy(window, first.time - (window[0] + first.place * (window[1] - window[0])));
  }
  const span = Math.min(MOST_MS, Math.max(LEAST_MS, between / apart));
  const start = first.time - first.place * span;
  return [start, start + span];
}

/** What a key does to the window; null: nothing. */
export function moveOfKey(key: string, window: Window): Window | null {
  const [start, stop] = window;
  const span = stop - start;
  const middle = (start + stop) / 2;
  switch (key) {
    case "ArrowLeft":
      return panBy(window, -span / 4);
    case "ArrowRight":
      return panBy(window, span / 4);
    case "PageUp":
      return panBy(window, -span);
    case "PageDown":
      return panBy(window, span);
    case "+":
    case "=":
      return zoomAbout(window, middle, 0.5);
    case "-":
      return zoomAbout(window, middle, 2);
    default:
      return null;
  }
}
