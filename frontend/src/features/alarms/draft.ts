import type { AlarmRuleSettings } from "@/api/types";

type Condition = AlarmRuleSettings["condition"];
export type Kind = NonNullable<Condition["kind"]>;

/** A rule as its form has it: numbers as they are typed. */
export interface Draft {
  name: string;
  watched: string;
  kind: Kind;
  fields: Record<string, string>;
  severity: "minor" | "major" | "invalid";
  onDelay: string;
  offDelay: string;
  group: string;
  description: string;
  enabled: boolean;
}

export interface Field {
  key: string;
  label: string;
  needed: boolean;
}

const field = (key: string, label: string, needed = true): Field => ({ key, label, needed });

/** The numbers that each kind of condition takes. */
export const FIELDS: Record<Kind, readonly Field[]> = {
  limits: [
    field("low_major", "Low, major", false),
    field("low_minor", "Low, minor", false),
    field("high_minor", "High, minor", false),
    field("high_major", "High, major", false),
    field("hysteresis", "Hysteresis", false),
  ],
  severity: [],
  silent: [field("longer_than_s", "Longer than, s")],
  stuck: [field("longer_than_s", "Longer than, s"), field("within", "Changes within", false)],
  rate: [field("per_s", "Faster than, per s"), field("over_s", "Measured over, s", false)],
  expression: [],
};

export const KINDS: readonly { value: Kind; label: string }[] = [
  { value: "limits", label: "Beyond a limit" },
  { value: "severity", label: "Its own severity" },
  { value: "silent", label: "Silent for too long" },
  { value: "stuck", label: "Stuck at one value" },
  { value: "rate", label: "Changes too fast" },
  { value: "expression", label: "An expression holds" },
];

export const EMPTY: Draft = {
  name: "",
  watched: "",
  kind: "limits",
  fields: {},
  severity: "major",
  onDelay: "",
  offDelay: "",
  group: "",
  description: "",
  enabled: true,
};

const typed = (value: unknown) => (typeof value === "number" && value !== 0 ? String(value) : "");

/** Give a rule as the form has it. */
export function draftOf(name: string, rule: AlarmRuleSettings): Draft {
  const condition = rule.condition as Record<string, unknown> & { kind: Kind };
  const fields: Record<string, string> = {};
  for (const { key } of FIELDS[condition.kind]) {
    const value = condition[key];
    if (typeof value === "number") fields[key] = String(value);
  }
  return {
    name,
    watched: rule.expression ?? (rule.pvs ?? []).join("\n"),
    kind: condition.kind,
    fields,
    severity: (condition.level ?? condition.at_least ?? "major") as Draft["severity"],
    onDelay: typed(rule.on_delay_s),
    offDelay: typed(rule.off_delay_s),
    group: rule.group ?? "",
    description: rule.description ?? "",
    enabled: rule.enabled ?? true,
  };
}

/** Give what the form says as a rule; the supervisor says what is wrong with it. */
export function ruleOf(draft: Draft): AlarmRuleSettings {
  // An expression names its PVs in quotes; without any, the lines are names.
  const computed = draft.kind === "expression" || draft.watched.includes('"');
  const numbers = FIELDS[draft.kind].flatMap(({ key }) => {
    const text = (draft.fields[key] ?? "").trim();
    return text === "" ? [] : [[key, Number(text)] as const];
  });
  const level = draft.severity === "minor" ? "minor" : "major";
  const own =
    draft.kind === "limits" ? {} : draft.kind === "severity" ? { at_least: draft.severity } : { level };
  return {
    description: draft.description.trim(),
    enabled: draft.enabled,
    pvs: computed ? [] : namesIn(draft.watched),
    expression: computed ? draft.watched.trim() : null,
    condition: { kind: draft.kind, ...Object.fromEntries(numbers), ...own } as Condition,
    on_delay_s: Number(draft.onDelay || 0),
    off_delay_s: Number(draft.offDelay || 0),
    group: draft.group.trim(),
  };
}

/** Give the names in a text: one a line. */
function namesIn(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** Whether enough is filled in for the supervisor to be asked. */
export function isComplete(draft: Draft): boolean {
  if (draft.watched.trim() === "") return false;
  const filled = (key: string) => (draft.fields[key] ?? "").trim() !== "";
  const numbers = [...Object.values(draft.fields), draft.onDelay, draft.offDelay];
  if (numbers.some((text) => Number.isNaN(Number(text)))) return false;
  if (draft.kind === "limits") {
    return ["low_major", "low_minor", "high_minor", "high_major"].some(filled);
  }
  return FIELDS[draft.kind].every(({ key, needed }) => !needed || filled(key));
}

/** Say a condition in a few words. */
export function inWords(rule: AlarmRuleSettings): string {
  const condition = rule.condition as Record<string, unknown> & { kind: Kind };
  const set = FIELDS[condition.kind]
    .filter(({ key }) => typeof condition[key] === "number" && condition[key] !== 0)
    .map(({ key, label }) => {
      const [words = "", unit = ""] = label.toLowerCase().split(/, (?=s$|per s$)/);
      return `${words} ${String(condition[key])} ${unit}`.trim();
    });
  const label = KINDS.find(({ value }) => value === condition.kind)?.label ?? condition.kind;
  return set.length === 0 ? label : `${label}: ${set.join("; ")}`;
}
