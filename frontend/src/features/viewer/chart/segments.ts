import { formatValue } from "@/shared/format/value";
import { indexAt, nsToMs } from "@/shared/pv/samples";
import type { PvTrace } from "@/shared/pv/traces";

/** What a PV of states or texts was for a time; null: several, too short to be told apart. Times in ms. */
export interface Segment {
  text: string | null;
  /** The state's number; null: a text, or several. */
  state: number | null;
  start: number;
  stop: number;
}

type Shown = Pick<PvTrace, "samples" | "steps" | "band" | "gaps" | "info" | "history">;

/**
 * Give what was held between two times, equal in a row as one. What lasted shorter than `leastMs` is put
 * together, so that there are never more segments than can be seen.
 */
export function segmentsOf(trace: Shown, start: number, stop: number, leastMs: number): Segment[] {
  const segments: Segment[] = [];
  const add = (next: Segment) => {
    const last = segments.at(-1);
    const joined = last && last.stop >= next.start;
    if (joined && last.text === next.text && last.state === next.state) last.stop = next.stop;
    else if (joined && next.stop - last.start < leastMs) {
      last.stop = next.stop;
      last.text = null;
      last.state = null;
    } else if (next.stop > next.start) segments.push(next);
  };
  for (const piece of held(trace, start, stop)) add(piece);
  return segments;
}

function* held(trace: Shown, start: number, stop: number): Generator<Segment> {
  yield* binned(trace, start, stop);
  yield* texts(trace, start, stop);
  const { samples, info } = trace;
  const lost = trace.gaps.filter((gap) => !gap.known && gap.stop > start && gap.start < stop);
  for (let i = Math.max(0, indexAt(samples.t, start)); i < samples.t.length; i++) {
    const from = samples.t[i] as number;
    if (from >= stop) return;
    const value = samples.v[i];
    const until = samples.t[i + 1] ?? stop;
    const text = formatValue(value, info?.metadata);
    const state = typeof value === "number" ? value : null;
    for (const [first, last] of without(lost, Math.max(from, start), Math.min(until, stop))) {
      yield { text, state, start: first, stop: last };
    }
  }
}

/** Of bins it is known what was held where their least and greatest are one. */
function* binned({ band, info }: Shown, start: number, stop: number): Generator<Segment> {
  if (!band) return;
  for (let i = Math.max(0, indexAt(band.t, start)); i < band.t.length; i++) {
    const from = band.t[i] as number;
    if (from >= stop) return;
    const until = Math.min(stop, from + band.width);
    const one = band.min[i] === band.max[i] ? (band.min[i] as number) : null;
    const text = one === null ? null : formatValue(one, info?.metadata);
    if (until > start) yield { text, state: one, start: Math.max(from, start), stop: until };
  }
}

/** Of bins of texts it is only known that there were some. */
function* texts({ history }: Shown, start: number, stop: number): Generator<Segment> {
  const { texts: times = [], bins = null } = history ?? {};
  if (!bins) return;
  const width = nsToMs(bins.width);
  for (let i = Math.max(0, indexAt(times, start)); i < times.length; i++) {
    const from = Math.max(start, times[i] as number);
    if (from >= stop) return;
    const until = Math.min(stop, (times[i] as number) + width);
    if (until > from) yield { text: null, state: null, start: from, stop: until };
  }
}

/** Give what is left of a time without the gaps. */
function without(
  gaps: readonly { start: number; stop: number }[],
  start: number,
  stop: number,
): [number, number][] {
  let left: [number, number][] = [[start, stop]];
  for (const gap of gaps) {
    left = left.flatMap(([from, to]): [number, number][] =>
      gap.stop <= from || gap.start >= to
        ? [[from, to]]
        : [
            [from, gap.start],
            [gap.stop, to],
          ],
    );
  }
  return left.filter(([from, to]) => from < to);
}
