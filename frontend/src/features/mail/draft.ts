import type { MailRoute } from "@/api/types";

type Severity = NonNullable<MailRoute["severity"]>;
type Day = NonNullable<NonNullable<MailRoute["quiet"]>["days"]>[number];

/** A route as its form has it: numbers as they are typed. */
export interface Draft {
  name: string;
  to: string[];
  severity: Severity;
  components: string[];
  afterMin: string;
  remindMin: string;
  quiet: boolean;
  start: string;
  stop: string;
  days: Day[];
  unless: Severity | "none";
  timeZone: string;
}

export const DAYS: readonly { value: Day; label: string }[] = [
  { value: "mon", label: "Mon" },
  { value: "tue", label: "Tue" },
  { value: "wed", label: "Wed" },
  { value: "thu", label: "Thu" },
  { value: "fri", label: "Fri" },
  { value: "sat", label: "Sat" },
  { value: "sun", label: "Sun" },
];

/** Parts that a route is often for; any glob of components may be typed. */
export const USUAL = ["alarm *", "*/engine", "*/manager", "*/pvs", "*/disk", "influxdb", "database"];

export const emptyDraft = (timeZone: string): Draft => ({
  name: "",
  to: [],
  severity: "minor",
  components: [],
  afterMin: "",
  remindMin: "",
  quiet: false,
  start: "22:00",
  stop: "06:00",
  days: [],
  unless: "major",
  timeZone,
});

const typed = (value: number | null | undefined) => (value ? String(value) : "");

/** Give a route as the form has it. */
export function draftOf(route: MailRoute): Draft {
  const { quiet } = route;
  const all = (route.components ?? ["*"]).join() === "*";
  const empty = emptyDraft(route.time_zone ?? "UTC");
  return {
    ...empty,
    name: route.name,
    to: route.to,
    severity: route.severity ?? "minor",
    components: all ? [] : (route.components ?? []),
    afterMin: typed(route.after_min),
    remindMin: typed(route.remind_min),
    quiet: Boolean(quiet),
    start: quiet?.start.slice(0, 5) ?? empty.start,
    stop: quiet?.stop.slice(0, 5) ?? empty.stop,
    days: quiet?.days ?? [],
    unless: quiet ? (quiet.unless ?? "none") : empty.unless,
  };
}

/** Give what the form says as a route; the supervisor says what is wrong with it. */
export function routeOf(draft: Draft): MailRoute {
  return {
    name: draft.name.trim(),
    to: draft.to,
    severity: draft.severity,
    components: draft.components.length > 0 ? draft.components : ["*"],
    after_min: Number(draft.afterMin || 0),
    remind_min: Number(draft.remindMin) || null,
    quiet: draft.quiet
      ? {
          start: draft.start,
          stop: draft.stop,
          days: draft.days,
          unless: draft.unless === "none" ? null : draft.unless,
        }
      : null,
    time_zone: draft.timeZone,
  };
}

/** Whether enough is filled in for the supervisor to be asked. */
export function isComplete(draft: Draft): boolean {
  const numbers = [draft.afterMin, draft.remindMin].every((text) => Number(text) >= 0);
  return draft.name.trim() !== "" && draft.to.length > 0 && numbers;
}

/** Say what a route tells of. */
export function whatInWords(route: MailRoute): string {
  const { components } = draftOf(route);
  const parts = components.length > 0 ? components.join(", ") : "Everything";
  return route.severity === "major" ? `${parts}, only down and MAJOR` : parts;
}

const minutes = (count: number) => (count % 60 === 0 ? `${count / 60} h` : `${count} min`);

/** Say when a route tells of it. */
export function whenInWords(route: MailRoute): string {
  const said = [route.after_min ? `If nobody acknowledges for ${minutes(route.after_min)}` : "At once"];
  if (route.remind_min) said.push(`again every ${minutes(route.remind_min)}`);
  if (route.quiet) {
    const { start, stop, days, unless } = draftOf(route);
    const on = days.length > 0 ? ` on ${days.join(", ")}` : "";
    const but = unless === "none" ? "" : ` but for ${unless} ones`;
    said.push(`not ${start}–${stop}${on}${but} (${route.time_zone ?? "UTC"})`);
  }
  return said.join("; ");
}
