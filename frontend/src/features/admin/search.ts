import { textOf } from "@/app/search";

export const TABS = ["users", "tokens", "retention", "settings", "audit"] as const;
export type Tab = (typeof TABS)[number];

/** Kinds of things of which the audit knows changes, as people call them; the last are for admins only. */
export const KINDS: Readonly<Record<string, string>> = {
  pv: "PVs",
  alias: "Other names",
  virtual_pv: "Virtual PVs",
  policy: "Policies",
  retention: "Retention classes",
  note: "Notes",
  view: "Shared views",
  board: "Shared boards",
  user: "Users",
  token: "API tokens",
  session: "Sessions",
  own_view: "Own views",
  own_board: "Own boards",
};

/** Which changes are listed; times are days. */
export interface AuditFilter {
  kind?: string;
  name?: string;
  by?: string;
  since?: string;
  until?: string;
}

/** What the address of the page says. */
export interface AdminSearch extends AuditFilter {
  tab?: Tab;
}

const dayOf = (value: unknown): string | undefined => {
  const text = textOf(value);
  return text && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
};

export function validateAdmin(given: Record<string, unknown>): AdminSearch {
  const [tab, kind, name, by] = ["tab", "kind", "name", "by"].map((key) => textOf(given[key]));
  const [since, until] = [dayOf(given.since), dayOf(given.until)];
  return {
    ...(TABS.includes(tab as Tab) ? { tab: tab as Tab } : {}),
    ...(kind && Object.hasOwn(KINDS, kind) ? { kind } : {}),
    ...(name ? { name } : {}),
    ...(by ? { by } : {}),
    ...(since ? { since } : {}),
    ...(until ? { until } : {}),
  };
}

/** Give a filter as config-api takes it: days are the browser's own, `until` is the last of them. */
export function queryOf({ kind, name, by, since, until }: AuditFilter): Record<string, string> {
  const midnight = (day: string, later: number): string => {
    const [year, month, date] = day.split("-").map(Number) as [number, number, number];
    return new Date(year, month - 1, date + later).toISOString();
  };
  return {
    ...(kind ? { kind } : {}),
    ...(name ? { name } : {}),
    ...(by ? { by } : {}),
    ...(since ? { since: midnight(since, 0) } : {}),
    ...(until ? { until: midnight(until, 1) } : {}),
  };
}

/** Kinds of which only admins are told. */
export const PRIVATE: ReadonlySet<string> = new Set(["user", "token", "session", "own_view", "own_board"]);
