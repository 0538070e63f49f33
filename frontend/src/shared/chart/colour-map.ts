/** Viridis (by Smith and van der Walt, CC0), at equal steps: equal differences look equal, also without colours. */
const STOPS: readonly (readonly [number, number, number])[] = [
  [68, 1, 84],
  [72, 40, 120],
  [62, 74, 137],
  [49, 104, 142],
  [38, 130, 142],
  [31, 158, 137],
  [53, 183, 121],
  [109, 205, 89],
  [180, 222, 44],
  [253, 231, 37],
];

/** Give red, green and blue (0 to 255) of a share between 0 and 1. */
export function viridis(share: number): [number, number, number] {
  const place = Math.min(1, Math.max(0, share)) * (STOPS.length - 1);
  const index = Math.min(STOPS.length - 2, Math.floor(place));
  const part = place - index;
  const from = STOPS[index] as readonly number[];
  const to = STOPS[index + 1] as readonly number[];
  const mix = (i: number) => Math.round((from[i] as number) * (1 - part) + (to[i] as number) * part);
  return [mix(0), mix(1), mix(2)];
}

/** The same as a gradient of CSS, from left to right. */
export const VIRIDIS_CSS = `linear-gradient(to right, ${STOPS.map((rgb) => `rgb(${rgb.join(" ")})`).join(", ")})`;
