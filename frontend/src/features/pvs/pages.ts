import { useQueries } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { answerOf, configApi } from "@/api/clients";
import { againIn } from "@/api/problems";
import type { ListedPv, PvPage } from "@/api/types";
import { type PvsFilter, queryOf, type Sort } from "./search";

export const PAGE = 200;
/** As often as config-api hears from the collectors. */
const LOOK_MS = 5_000;
/** So long pages that are out of sight are kept. */
const KEPT_MS = 30_000;

/** Give the numbers of the pages on which rows lie. */
export function pagesWith(first: number, last: number): number[] {
  const from = Math.floor(Math.max(0, first) / PAGE);
  const to = Math.floor(Math.max(0, last) / PAGE);
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** So many rows beyond those in sight are read, too: scrolling on finds them there. */
const AHEAD = 60;
/** A place that one only passes on the way to another is not read. */
const PASSED_MS = 60;

/**
 * Give the pages to read, and what is told which rows are in sight: beside what is here they are read at once,
 * elsewhere when one stays there.
 */
export function useWantedPages(): [readonly number[], (first: number, last: number) => void] {
  const [pages, setPages] = useState<readonly number[]>([0]);
  const here = useRef(pages);
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const onSight = useCallback((first: number, last: number) => {
    const wanted = pagesWith(first - AHEAD, last + AHEAD);
    const take = () => {
      here.current = wanted;
      setPages((now) => (now.join() === wanted.join() ? now : wanted));
    };
    window.clearTimeout(timer.current);
    if (wanted.some((page) => here.current.includes(page))) take();
    else timer.current = window.setTimeout(take, PASSED_MS);
  }, []);
  return [pages, onSight];
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
 * The PVs of some pages of the list, read again while one looks at them.
 */
export function usePvRows(filter: PvsFilter, sort: Sort, pages: readonly number[]): PvRows {
  const query = queryOf(filter);
  const before = useRef<number | null>(null);
  const most = before.current ?? Number.POSITIVE_INFINITY;
  const asked = pages.filter((page) => page === 0 || page * PAGE < most); // looking ahead goes beyond the end
  const results = useQueries({
    queries: asked.map((page) => ({
      queryKey: ["pvs", query, sort, page] as const,
      queryFn: ({ signal }: { signal: AbortSignal }): Promise<PvPage> =>
        answerOf(
          "Listing the PVs",
          configApi.GET("/v1/pvs", {
            params: { query: { ...query, sort, limit: PAGE, offset: page * PAGE } },
            signal,
          }),
        ),
      staleTime: LOOK_MS / 2,
      gcTime: KEPT_MS,
      refetchInterval: ({ state }: { state: { error: unknown } }) => againIn(state.error, LOOK_MS),
    })),
  });
  const known = new Map(asked.map((page, i) => [page, results[i]?.data]));
  const total = results.find(({ data }) => data)?.data?.total ?? null;
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
