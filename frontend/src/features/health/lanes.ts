import type { Incident } from "@/api/types";

/** An incident as a stretch of its lane; `from` and `to` are parts of the time line's width, 0 to 1. */
export interface Stretch {
  incident: Incident;
  from: number;
  to: number;
  open: boolean;
}

/** What was not well with one component. */
export interface Lane {
  component: string;
  stretches: Stretch[];
}

const place = (ms: number, now: number, spanMs: number): number =>
  Math.min(1, Math.max(0, (ms - (now - spanMs)) / spanMs));

/** Give a lane for each component that was not well in the time before now, the worst off first. */
export function lanesOf(incidents: readonly Incident[], now: number, spanMs: number): Lane[] {
  const lanes = new Map<string, Lane>();
  for (const incident of incidents) {
    const ended = incident.ended_at ? Date.parse(incident.ended_at) : null;
    if ((ended ?? now) < now - spanMs) continue;
    const lane = lanes.get(incident.component) ?? { component: incident.component, stretches: [] };
    lanes.set(incident.component, lane);
    lane.stretches.push({
      incident,
      from: place(Date.parse(incident.began_at), now, spanMs),
      to: place(ended ?? now, now, spanMs),
      open: ended === null,
    });
  }
  return [...lanes.values()].sort((a, b) => weight(b) - weight(a));
}

/** How bad a lane is: what lasts counts before what is over, then for how long. */
const weight = ({ stretches }: Lane): number =>
  stretches.reduce((sum, { from, to, open }) => sum + (to - from) + (open ? 10 : 0), 0);
