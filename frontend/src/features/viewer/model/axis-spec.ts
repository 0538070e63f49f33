import { numberOf, readFields, writeFields } from "./fields";

export const MOST_PANELS = 6;

/** What was chosen of an axis; what was not is as it suits its traces. */
export interface AxisSpec {
  /** The unit of its traces, or a name that was given. */
  name: string;
  side?: "left" | "right";
  log?: boolean;
  /** Where it begins and ends; each without: as the data are. */
  min?: number;
  max?: number;
  /** Which of the stacked panels it is in, from 0 on. */
  panel?: number;
  label?: string;
}

/** Read an `axis` of the address, or give null where it makes no sense. */
export function readAxis(text: string): AxisSpec | null {
  const read = readFields(text.endsWith("name:") ? `${text} ` : text, ["name"]);
  if (!read) return null;
  const { fields } = read;
  const side = fields.get("side");
  const min = numberOf(fields.get("min"));
  const max = numberOf(fields.get("max"));
  const panel = numberOf(fields.get("panel"));
  const label = fields.get("label");
  return {
    name: read.text.trim(),
    ...((side === "left" || side === "right") && { side }),
    ...(fields.has("log") && { log: fields.get("log") === "1" }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(panel !== undefined && { panel: Math.min(MOST_PANELS - 1, Math.max(0, Math.round(panel))) }),
    ...(label && { label }),
  };
}

export function writeAxis({ name, log, ...fields }: AxisSpec): string {
  return writeFields({ ...fields, log: log === undefined ? undefined : log ? 1 : 0 }, "name", name);
}

/** Change one axis of a list; one of which nothing is said any more is left out. */
export function withAxis(
  axes: readonly AxisSpec[],
  name: string,
  patch: { [K in keyof Omit<AxisSpec, "name">]: AxisSpec[K] | undefined },
): AxisSpec[] {
  const before = axes.find((axis) => axis.name === name);
  const merged = Object.entries({ ...before, ...patch }).filter(
    ([key, value]) => key !== "name" && value !== undefined,
  );
  const others = axes.filter((axis) => axis.name !== name);
  return merged.length === 0 ? others : [...others, { ...Object.fromEntries(merged), name } as AxisSpec];
}
