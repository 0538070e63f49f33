import type { PvState } from "@/api/types";
import { textOf } from "@/app/search";

export const SORTS = ["name", "state", "changed", "connection", "rate", "last_event", "dropped"] as const;
export type SortKey = (typeof SORTS)[number];
export type Sort = SortKey | `-${SortKey}`;
export type Connection = "connected" | "disconnected" | "unknown";

/** What the PVs are filtered by; between slashes `search` is a regular expression. */
export interface PvsFilter {
  search?: string;
  state?: PvState;
  connection?: Connection;
  group?: string;
  tag?: string;
}

/** What the address of the PV table says. */
export interface PvsSearch extends PvsFilter {
  sort?: Sort;
  /** Of which the details are open. */
  pv?: string;
}

const CONNECTIONS: readonly string[] = ["connected", "disconnected", "unknown"];
const isSort = (text: string | undefined): text is Sort =>
  text !== undefined && SORTS.some((key) => text === key || text === `-${key}`);

export function validatePvs(given: Record<string, unknown>): PvsSearch {
  const { search, state, connection, group, tag, sort, pv } = Object.fromEntries(
    ["search", "state", "connection", "group", "tag", "sort", "pv"].map((key) => [key, textOf(given[key])]),
  );
  return {
    ...(search ? { search } : {}),
    ...(state === "active" || state === "paused" ? { state } : {}),
    ...(connection && CONNECTIONS.includes(connection) ? { connection: connection as Connection } : {}),
    ...(group ? { group } : {}),
    ...(tag ? { tag } : {}),
    ...(isSort(sort) && sort !== "name" ? { sort } : {}),
    ...(pv ? { pv } : {}),
  };
}

/** Give a filter as config-api takes it. */
export function queryOf({ search, state, connection, group, tag }: PvsFilter) {
  const regex = /^\/(.+)\/$/.exec(search ?? "")?.[1];
  return {
    ...(regex ? { regex } : search ? { search } : {}),
    ...(state ? { state } : {}),
    ...(connection ? { connection } : {}),
    ...(group ? { group } : {}),
    ...(tag ? { tag } : {}),
  };
}

export const isFiltered = (filter: PvsFilter): boolean => Object.keys(queryOf(filter)).length > 0;
