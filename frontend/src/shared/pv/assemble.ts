import { type Alarm, alarmsOf, joinAlarms } from "@/shared/chart/alarms";
import {
  appendSteps,
  type Band,
  cutGaps,
  joinSteps,
  type Span,
  type Steps,
  stepsOf,
} from "@/shared/chart/model";
import type { Tail } from "@/shared/live/ring";
import type { History } from "./history";
import { append, from, indexAt, lastOf, NO_SAMPLES, type Sample, type Samples, since } from "./samples";

/** One PV as it is drawn: its history, with what arrived live joined to it. */
export interface Assembled {
  steps: Steps;
  band: Band | null;
  gaps: Span[];
  /** When it was in alarm. */
  alarms: Alarm[];
  /** The samples that are known one by one. */
  samples: Samples;
  /** The newest that is known: a sample, or what the last bin ended with. */
  newest: Sample | null;
  /** Why the PV is not recorded at the moment, or null. */
  lost: string | null;
}

const NOTHING: Steps = { t: [], v: [] };

/**
 * Join history and live samples without a seam: a live sample that the history already has, or whose time lies
 * in its last bin, is not drawn twice. A gap that still lasted ends with the first sample after it.
 */
export function assemble(history: History | undefined, tail: Tail | undefined): Assembled {
  const live = tail?.samples ?? NO_SAMPLES;
  if (!history) {
    return {
      steps: stepsOf(live),
      band: null,
      gaps: [],
      alarms: alarmsOf(live),
      samples: live,
      newest: lastOf(live),
      lost: null,
    };
  }
  const lastKnown = history.steps.t.at(-1) ?? Number.NEGATIVE_INFINITY;
  const fresh = since(live, Math.max(lastKnown, history.bins ? history.stop : Number.NEGATIVE_INFINITY));
  const openGap = history.gaps.find((gap) => !gap.known && gap.stop === Number.POSITIVE_INFINITY);
  const next = openGap && live.t[indexAt(live.t, Math.max(openGap.start, lastKnown)) + 1];
  const gaps =
    next === undefined
      ? history.gaps
      : history.gaps.map((gap) => (gap === openGap ? { ...gap, stop: next } : gap));
  const known = history.samples ?? NO_SAMPLES;
  const samples = append(known, live);
  const joined = history.samples
    ? appendSteps(history.steps, stepsOf(from(samples, known.t.length)))
    : joinSteps(history.steps, stepsOf(fresh));
  const sampled = lastOf(samples);
  const { lastBin } = history;
  return {
    steps: cutGaps(joined.t.length > 0 ? joined : NOTHING, gaps),
    band: history.band,
    gaps,
    alarms: live.t.length > 0 ? joinAlarms(history.alarms, alarmsOf(fresh), fresh.t[0]) : history.alarms,
    samples,
    newest: lastBin && (!sampled || sampled.time < lastBin.since) ? lastBin : sampled,
    lost: openGap && next === undefined ? openGap.cause : null,
  };
}
