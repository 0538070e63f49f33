/** One bar of a histogram: where it stands on the axis of values, and how high it is, 0 to 1. */
export interface Bar {
  from: number;
  to: number;
  weight: number;
  height: number;
}

/** Give the bars of a histogram: `weights` between each two of `edges`. */
export function barsOf(edges: readonly number[], weights: readonly number[]): Bar[] {
  const most = Math.max(...weights, 0);
  return weights.flatMap((weight, i) => {
    const [from, to] = [edges[i], edges[i + 1]];
    if (from === undefined || to === undefined) return [];
    return [{ from, to, weight, height: most > 0 ? weight / most : 0 }];
  });
}

/** Give about `count` round numbers between two. */
export function roundTicks(low: number, high: number, count: number): { step: number; ticks: number[] } {
  const rough = (high - low) / Math.max(1, count);
  if (!(rough > 0) || !Number.isFinite(rough)) return { step: 1, ticks: [low] };
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (([1, 2, 2.5, 5, 10] as const).find((n) => n * power >= rough * 0.999) ?? 10);
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) ticks.push(i * step + 0);
  return { step, ticks };
}
