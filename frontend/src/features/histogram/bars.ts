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
