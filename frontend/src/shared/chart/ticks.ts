import type uPlot from "uplot";

/** Write the labels of an axis with as many digits as its steps need. */
export function tickLabels(splits: readonly (number | null)[], step: number, log: boolean): string[] {
  const largest = Math.max(...splits.map((value) => Math.abs(value ?? 0)), 0);
  const exponent = largest > 0 && (largest >= 1e6 || (!log && largest < 1e-3));
  const digits = digitsOf(step);
  return splits.map((value) => {
    if (value === null) return "";
    if (value === 0) return "0";
    if (log) return logLabel(value);
    if (!exponent) return value.toFixed(Math.max(0, Math.min(digits, 12))).replace("-", "\u2212");
    const own = Math.floor(Math.log10(Math.abs(value)));
    return tidy(value.toExponential(Math.max(0, Math.min(own + digits, 12))));
  });
}

/** Give how many decimals tell multiples of a step apart: 1 for 2.5, 2 for 0.05; less than none: −1 for 20. */
function digitsOf(step: number): number {
  const leading = -Math.floor(Math.log10(step) + 1e-9);
  const scaled = step * 10 ** leading;
  return Math.abs(scaled - Math.round(scaled)) > 1e-6 * scaled ? leading + 1 : leading;
}

function logLabel(value: number): string {
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1e5 ? String(Number(value.toPrecision(3))) : tidy(value.toExponential(0));
}

const tidy = (text: string) => text.replace("e+", "e").replaceAll("-", "\u2212");

/** Give the width that an axis needs for its labels, in CSS pixels. */
export const axisSize: uPlot.Axis.Size = (u, values, axisIndex) => {
  const axis = u.axes[axisIndex];
  const longest = (values ?? []).reduce((a, b) => (b && b.length > a.length ? b : a), "");
  if (!axis || longest === "") return 44;
  u.ctx.font = (axis.font as unknown as string[])[0] ?? u.ctx.font;
  return Math.ceil(u.ctx.measureText(longest).width / devicePixelRatio + 16);
};
