import { useQueries } from "@tanstack/react-query";
import { useRef } from "react";
import { answerOf, configApi } from "@/api/clients";
import { againIn } from "@/api/problems";
import type { ListedPv, PvPage } from "@/api/types";
import { type PvsFilter, queryOf, type Sort } from "./search";

export const PAGE = 200;
/** As often as config-api hears from the collectors. */
const LOOK_MS = 5_000;

/** Give the numbers of the pages on which rows lie. */
export function pagesWith(first: number, last: number): number[] {
  const from = Math.floor(Math.max(0, first) / PAGE);
  const to = Math.floor(Math.max(0, last) / PAGE);
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

export interface PvRows {
  /** How many match; null until that is known. */
  total: number | null;
  /** The PV in a row, as far as it has been read. */
  at(index: number): ListedPv | undefined;
  error: Error | null;
  retry(): void;
}

/**
 * The PVs of the rows in sight: only the pages on which they lie are read, wherever in the list they are, and
 * read again while one looks at them.
 */
export function usePvRows(filter: PvsFilter, sort: Sort, first: number, last: number): PvRows {
  const query = queryOf(filter);
  const pages = pagesWith(first, last);
  const results = useQueries({
    queries: pages.map((page) => ({
      queryKey: ["pvs", query, sort, page] as const,
      queryFn: (): Promise<PvPage> =>
        answerOf(
          "Listing the PVs",
          configApi.GET("/v1/pvs", {
            params: { query: { ...query, sort, limit: PAGE, offset: page * PAGE } },
          }),
        ),
      staleTime: LOOK_MS / 2,
      refetchInterval: ({ state }: { state: { error: unknown } }) => againIn(state.error, LOOK_MS),
    })),
  });
  const known = new Map(pages.map((page, i) => [page, results[i]?.data]));
  const total = results.find(({ data }) => data)?.data?.total ?? null;
  const before = useRef<number | null>(null);
  if (total !== null) before.current = total;
  return {
    total: total ?? before.current,
    at: (index) => known.get(Math.floor(index / PAGE))?.pvs[index % PAGE],
    error: results.find(({ error }) => error)?.error ?? null,
    retry: () => {
      for (const { refetch } of results) void refetch();
    },
  };
}
