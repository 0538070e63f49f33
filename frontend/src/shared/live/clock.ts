import type { Timing } from "./source";

/** By so much (ms) the time of day has to be ahead before it is taken for a sleep. */
const SLEPT_MS = 1_000;

/**
 * Give a clock in ms that only ever goes forward, and counts the time for which the machine slept.
 *
 * @param steady goes on evenly, but may stand still during a sleep, as `performance.now` does on Linux.
 * @param wall the time of day, which may be set at any time.
 */
export function forwardClock(steady: () => number, wall: () => number): () => number {
  let [lastSteady, lastWall] = [steady(), wall()];
  let now = 0;
  return () => {
    const [passed, ofDay] = [steady() - lastSteady, wall() - lastWall];
    lastSteady += passed;
    lastWall += ofDay;
    now += ofDay - passed > SLEPT_MS ? ofDay : passed;
    return now;
  };
}

/** Give the clock and the timers of a tab or a worker. */
export function timing(): Timing {
  return {
    monotonic: forwardClock(
      () => performance.now(),
      () => Date.now(),
    ),
    after: (ms, action) => {
      const timer = setTimeout(action, ms);
      return () => clearTimeout(timer);
    },
  };
}
