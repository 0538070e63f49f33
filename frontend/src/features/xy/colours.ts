/** Dark to light through blue, green and yellow, told apart by everyone: seven stops of viridis. */
const STOPS = [
  [68, 1, 84],
  [68, 57, 131],
  [49, 104, 142],
  [33, 145, 140],
  [53, 183, 121],
  [144, 215, 67],
  [253, 231, 37],
] as const;
const LEAST = { light: 0, dark: 0.22 };
const MOST = { light: 0.86, dark: 1 };

/** Give the colour of a time: 0 is the begin of a range, 1 its end; what the background would hide is left out. */
export function timeColour(fraction: number, scheme: "light" | "dark"): string {
  const inside = Math.min(1, Math.max(0, fraction));
  const at = (LEAST[scheme] + inside * (MOST[scheme] - LEAST[scheme])) * (STOPS.length - 1);
  const index = Math.min(STOPS.length - 2, Math.floor(at));
  const [from, to] = [STOPS[index] as readonly number[], STOPS[index + 1] as readonly number[]];
  const mixed = from.map((part, i) => Math.round(part + ((to[i] as number) - part) * (at - index)));
  return `rgb(${mixed.join(" ")})`;
}
