/** Alarm severities as EPICS counts them; word, icon and colour always go together. */
export type SeverityName = "ok" | "minor" | "major" | "invalid";

const NAMES: readonly SeverityName[] = ["ok", "minor", "major", "invalid"];

/** Give the name of a severity; what EPICS does not know counts as invalid. */
export function severityName(severity: number): SeverityName {
  return NAMES[severity] ?? "invalid";
}

/** Alarm status by number: EPICS base, alarm.h. */
const STATUS = [
  "NO_ALARM",
  "READ",
  "WRITE",
  "HIHI",
  "HIGH",
  "LOLO",
  "LOW",
  "STATE",
  "COS",
  "COMM",
  "TIMEOUT",
  "HWLIMIT",
  "CALC",
  "SCAN",
  "LINK",
  "SOFT",
  "BAD_SUB",
  "UDF",
  "DISABLE",
  "SIMM",
  "READ_ACCESS",
  "WRITE_ACCESS",
] as const;

/** Give the name of an alarm status. */
export function statusName(status: number): string {
  return STATUS[status] ?? `status ${status}`;
}
