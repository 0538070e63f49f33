import { viridis } from "@/shared/chart/colour-map";
import { placer } from "@/shared/chart/ruler";
import { indexAt, type Samples } from "@/shared/pv/samples";

/** Waveforms over time as a picture: a column a pixel, a row an element or several. */
export interface Heat {
  width: number;
  height: number;
  /** Red, green, blue and opacity of each pixel, the last element on top. */
  pixels: Uint8ClampedArray<ArrayBuffer>;
  low: number;
  high: number;
}

const isWave = (value: unknown): value is readonly number[] => Array.isArray(value);

/** Give the smallest and largest finite element, or null where there is none. */
function extentOf(waves: readonly (readonly number[])[]): [number, number] | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const wave of waves) {
    for (const value of wave) {
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : null;
}

/**
 * Paint the waveforms of a window, each held until the next; null where there is none. Where several elements
 * share a row, the one in their middle is shown; what is not known stays transparent.
 */
export function heatOf(
  { t, v }: Pick<Samples, "t" | "v">,
  [start, stop]: readonly [number, number],
  until: number,
  columns: number,
  rows: number,
): Heat | null {
  const first = Math.max(0, indexAt(t, start));
  const last = indexAt(t, Math.min(stop, until));
  const waves = v.slice(first, last + 1).filter(isWave);
  const extent = extentOf(waves);
  const longest = Math.max(0, ...waves.map((wave) => wave.length));
  if (!extent || columns < 1) return null;
  const [low, high] = extent;
  const place = low < high ? placer(extent, false) : () => 0.5;
  const height = Math.min(rows, longest);
  const pixels = new Uint8ClampedArray(columns * height * 4);
  const perColumn = (stop - start) / columns;
  for (let x = 0; x < columns; x++) {
    const time = start + (x + 0.5) * perColumn;
    const wave = time > until ? undefined : v[indexAt(t, time)];
    if (!isWave(wave)) continue;
    for (let y = 0; y < height; y++) {
      const value = wave[Math.floor(((height - y - 0.5) / height) * longest)];
      if (value === undefined || !Number.isFinite(value)) continue;
      const at = (y * columns + x) * 4;
      const [red, green, blue] = viridis(place(value));
      pixels[at] = red;
      pixels[at + 1] = green;
      pixels[at + 2] = blue;
      pixels[at + 3] = 255;
    }
  }
  return { width: columns, height, pixels, low, high };
}
