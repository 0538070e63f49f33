/** Of what lies farther from zero, in steps, no double can tell the next one apart. */
const MOST_STEPS = 2 ** 52;

/** Give about `count` round numbers between two; both may be as large or as near each other as numbers get. */
export function roundTicks(low: number, high: number, count: number): { step: number; ticks: number[] } {
  const many = Math.max(1, count);
  const rough = high / many - low / many;
  const power = 10 ** Math.floor(Math.log10(rough));
  if (!(rough > 0) || !(power > 0) || !Number.isFinite(rough)) return { step: 1, ticks: [low] };
  const step = power * (([1, 2, 2.5, 5, 10] as const).find((n) => n * power >= rough * 0.999) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  if (Math.abs(first) > MOST_STEPS) return { step, ticks: [low] };
  const ticks: number[] = [];
  for (let i = first; i <= first + 2 * many; i++) {
    const tick = i * step + 0;
    if (!(tick <= high + step * 1e-9) || !Number.isFinite(tick)) break;
    ticks.push(tick);
  }
  return { step, ticks };
}
