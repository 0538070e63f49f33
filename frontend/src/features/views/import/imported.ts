import type { TimeRange } from "@/shared/time/range";

/** A trace that a file of another tool asks for. */
export interface ImportedTrace {
  /** A PV's name, or an expression of CAFlux. */
  kind: "pv" | "expr";
  text: string;
  /** What the file calls it; empty where it has no other name. */
  label: string;
  visible: boolean;
  /** Index of its axis. */
  axis: number;
}

export interface ImportedAxis {
  label: string;
  log: boolean;
  right: boolean;
  /** Where the file fixes it; null: as the values need. */
  range: [number, number] | null;
}

/** What a file of another tool shows, in words of CAFlux. */
export interface ImportedView {
  title: string;
  traces: ImportedTrace[];
  axes: ImportedAxis[];
  range: TimeRange | null;
  /** What was not taken over, and why; a sentence each. */
  notes: string[];
}

/** A file that can't be read; the message says what it is, and where it goes wrong. */
export class NotReadable extends Error {
  override readonly name = "NotReadable";
}

/**
 * Give the name of a PV as Channel Access knows it, or null where it is none: local and simulated PVs are not
 * archived.
 */
export function channelOf(name: string): string | null {
  const [, scheme, rest] = /^(\w+):\/\/(.*)$/s.exec(name) ?? [];
  if (scheme === undefined) return name.startsWith("=") ? null : name;
  if ((scheme === "ca" || scheme === "pva") && rest) return rest;
  return null;
}

/** Join names as a sentence does: a, b and c. */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
