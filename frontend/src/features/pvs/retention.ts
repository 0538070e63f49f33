import type { RetentionClass } from "@/api/types";

const WORDS: Record<string, string> = { h: "hours", d: "days", w: "weeks", y: "years" };
const LEVELS = [
  ["raw", "samples"],
  ["rollup_1m", "minutes"],
  ["rollup_1h", "hours"],
] as const;

/** A duration as people say it: `30d` is 30 days; none is for ever. */
export function spoken(duration: string | null): string {
  if (!duration) return "for ever";
  const [count, unit] = [duration.slice(0, -1), WORDS[duration.slice(-1)] ?? ""];
  return `${count} ${count === "1" ? unit.slice(0, -1) : unit}`;
}

/** For how long a class keeps what, as short as can be. */
export function keeps(one: RetentionClass): string {
  const parts = LEVELS.map(([level, word]) => [word, spoken(one[level] ?? null)] as const);
  const ever = parts.findIndex(([, age]) => age === "for ever");
  if (ever === 0) return "everything for ever";
  return parts
    .slice(0, ever < 0 ? parts.length : ever + 1)
    .map(([word, age]) => `${word} ${age}`)
    .join(", ");
}

/** What may be chosen for a PV; the first is not to choose. */
export function retentionChoices(classes: RetentionClass[]): { value: string; label: string }[] {
  const usual = classes.find((one) => one.default);
  const label = usual ? `As usual: ${keeps(usual)}` : "As usual";
  return [
    { value: "", label },
    ...classes.map((one) => ({ value: one.name, label: `${one.name}: ${keeps(one)}` })),
  ];
}
