/** A function of the language of expressions, as the help tells it. */
export interface Fn {
  name: string;
  /** With its arguments, as it is written. */
  usage: string;
  help: string;
}

const fn = (usage: string, help: string): Fn => ({ name: usage.replace(/\(.*/, ""), usage, help });

/** What there is, in groups; the API refuses all else. */
export const GROUPS: readonly { title: string; functions: readonly Fn[] }[] = [
  {
    title: "Over time",
    functions: [
      fn("mean(a, 60s)", "mean of the 60 s before, weighted with time"),
      fn("shift(a, -1d)", "what a was a day before"),
      fn("diff(a)", "by how much it changed at its newest time"),
      fn("rate(a)", "that, per second since the time before"),
      fn("integral(a)", "∫ a dt in seconds since the range began"),
    ],
  },
  {
    title: "Choosing",
    functions: [
      fn("if(c, a, b)", "a where c holds, b where it does not"),
      fn("min(a, b)", "the least of two to twenty"),
      fn("max(a, b)", "the greatest of two to twenty"),
      fn("clip(a, low, high)", "a, at least low and at most high"),
    ],
  },
  {
    title: "Arithmetic",
    functions: [
      fn("abs(a)", "without its sign"),
      fn("sqrt(a)", "square root"),
      fn("exp(a)", "e to the power of a"),
      fn("log(a)", "natural logarithm"),
      fn("log10(a)", "logarithm to base 10"),
      fn("floor(a)", "next integer below"),
      fn("ceil(a)", "next integer above"),
      fn("round(a)", "nearest integer, halves to the even one"),
      fn("sin(a)", "sine, in radians"),
      fn("cos(a)", "cosine, in radians"),
      fn("tan(a)", "tangent, in radians"),
      fn("asin(a)", "arc sine"),
      fn("acos(a)", "arc cosine"),
      fn("atan(a)", "arc tangent"),
      fn("atan2(y, x)", "angle of a point, in radians"),
    ],
  },
];

export const FUNCTIONS: readonly Fn[] = GROUPS.flatMap(({ functions }) => functions);

export const WORDS = ["and", "or", "not", "pi", "e"] as const;
