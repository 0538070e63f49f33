import { COLOURS, penOf } from "./palette";

/** What tells states of one colour apart: stripes that lie, or that stand. */
export type Pattern = "plain" | "lying" | "standing";

export interface StateLook {
  colour: string;
  pattern: Pattern;
}

/** Where something is painted, px. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const PATTERNS: readonly Pattern[] = ["plain", "lying", "standing"];
const THICK = 1;
const EVERY = 5;

/** Give how a state looks wherever it is drawn: no two of an enum do alike, EPICS has 16 states at most. */
export function stateLook(state: number, scheme: "light" | "dark"): StateLook {
  const n = Math.abs(Math.round(state));
  const pattern = PATTERNS[Math.floor(n / COLOURS) % PATTERNS.length] ?? "plain";
  return { colour: penOf(n % COLOURS, scheme).colour, pattern };
}

/** Give the stripes of a pattern within a box; none of a plain one. */
export function stripesIn(pattern: Pattern, { x, y, width, height }: Box): Box[] {
  if (pattern === "plain") return [];
  const lying = pattern === "lying";
  const stripes: Box[] = [];
  for (let at = EVERY - THICK; at < (lying ? height : width); at += EVERY) {
    stripes.push(
      lying
        ? { x, y: y + at, width, height: THICK }
        : { x: x + at, y, width: Math.min(THICK, width - at), height },
    );
  }
  return stripes;
}

/** Give the stripes of a state as an image of CSS. */
export function stripesCss({ colour, pattern }: StateLook): string {
  if (pattern === "plain") return "none";
  const towards = pattern === "lying" ? "bottom" : "right";
  const gap = EVERY - THICK;
  return `repeating-linear-gradient(to ${towards}, transparent 0 ${gap}px, ${colour} ${gap}px ${EVERY}px)`;
}
