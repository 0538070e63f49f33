import type { Band, Span, Steps } from "./model";
import type { Pen } from "./palette";

/** One line of a chart; its values belong to the axis `scale`. */
export interface Trace {
  pv: string;
  scale: string;
  pen: Pen;
  steps: Steps;
  band: Band | null;
  gaps: Span[];
  /** How samples are joined; without: each is held until the next. */
  draw?: "step" | "line" | "points";
  /** Until when the last value is known to hold, ms. */
  end: number;
}

/** One axis of values. */
export interface Scale {
  key: string;
  label: string;
  log: boolean;
  /** Of its only trace, where it has one; null: the colour of axes. */
  colour: string | null;
  /** Labels of the states 0, 1, 2, …; null: a numeric axis. */
  states: readonly string[] | null;
  /** Where it stands; without: left and right in turn. */
  side?: "left" | "right";
  /** Where it begins and ends, each only if it is not as the data are. */
  min?: number;
  max?: number;
}
