/**
 * Trace colours that stay apart for the common kinds of colour blindness (after Okabe and Ito), darkened or
 * lightened until each has a contrast of 3:1 with the chart's background. After one round the line is dashed.
 */
export const COLOURS = 8;
/** Of a state's colour under its name: more would hide the name in the dimmest theme. */
export const STATE_OPACITY = 0.22;
const LIGHT = ["#0067b0", "#c75000", "#00795c", "#a33b83", "#8a6d00", "#2a8fbd", "#7a4b9e", "#5c6670"];
const DARK = ["#5ab4f0", "#f0903c", "#2ec498", "#e388bd", "#e3cc4a", "#8fd3f4", "#b79cf0", "#a9b4c0"];
const DASHES: readonly (readonly number[])[] = [[], [8, 4], [2, 3], [10, 3, 2, 3]];

export interface Pen {
  colour: string;
  dash: readonly number[];
  /** Of the line, CSS pixels; without: as usual. */
  width?: number;
}

const pensOf = (colours: readonly string[]): readonly Pen[] =>
  DASHES.flatMap((dash) => colours.map((colour) => ({ colour, dash })));

const PENS = { light: pensOf(LIGHT), dark: pensOf(DARK) };

/** Give the pen of the n-th trace, or of a state whatever its number is; the same one each time. */
export function penOf(index: number, scheme: "light" | "dark"): Pen {
  const pens = PENS[scheme];
  return pens[Math.abs(Math.round(index)) % pens.length] as Pen;
}
