import type { Happening } from "../events";

/** Events that lie so near each other that they have one mark. */
export interface Cluster {
  time: number;
  events: Happening[];
}

const LOSSES = new Set([
  "disconnected",
  "stopped",
  "dropped",
  "overflow",
  "noaccess",
  "too_large",
  "clock",
  "double",
]);

/** Whether an event tells of something that is lost, or wrong. */
export const isBad = ({ kind }: Happening): boolean => LOSSES.has(kind);

/** Put events of a window together that are less than `apartMs` from the first of them. */
export function clusters(
  events: readonly Happening[],
  start: number,
  stop: number,
  apartMs: number,
): Cluster[] {
  const made: Cluster[] = [];
  for (const event of events) {
    if (event.time < start || event.time > stop) continue;
    const last = made.at(-1);
    if (last && event.time - last.time < apartMs) last.events.push(event);
    else made.push({ time: event.time, events: [event] });
  }
  return made;
}

/** Say in a few words what a cluster holds: `disconnected (3), connected`. */
export function summary(events: readonly Happening[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of events) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => (count > 1 ? `${kind} (${count})` : kind)).join(", ");
}
