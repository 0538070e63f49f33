import { useQueries } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { againIn } from "@/api/problems";

const PAGE = 200;
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

/** What is read a page at a time. */
export interface Paged<Row, Page> {
  /** What the cache knows it by. */
  key: readonly unknown[];
  read(query: { limit: number; offset: number }, signal: AbortSignal): Promise<Page>;
  rowsOf(page: Page): readonly Row[];
}

export interface PagedRows<Row, Page> {
  /** How many match; null until that is known. */
  total: number | null;
  /** The row at a place, as far as it has been read. */
  at(index: number): Row | undefined;
  /** A page that has been read, for what it says of all. */
  any: Page | undefined;
  error: Error | null;
  retry(): void;
}

/** The rows on some pages of a list, read again while one looks at them. */
export function usePagedRows<Row, Page extends { total: number }>(
  { key, read, rowsOf }: Paged<Row, Page>,
  pages: readonly number[],
): PagedRows<Row, Page> {
  const before = useRef<number | null>(null);
  const most = before.current ?? Number.POSITIVE_INFINITY;
  const asked = pages.filter((page) => page === 0 || page * PAGE < most); // looking ahead goes beyond the end
  const results = useQueries({
    queries: asked.map((page) => ({
      queryKey: [...key, page] as const,
      queryFn: ({ signal }: { signal: AbortSignal }) => read({ limit: PAGE, offset: page * PAGE }, signal),
      staleTime: LOOK_MS / 2,
      gcTime: KEPT_MS,
      refetchInterval: ({ state }: { state: { error: unknown } }) => againIn(state.error, LOOK_MS),
    })),
  });
  const known = new Map(asked.map((page, i) => [page, results[i]?.data]));
  const any = results.find(({ data }) => data)?.data;
  if (any) before.current = any.total;
  return {
    total: before.current,
    any,
    at: (index) => {
      const page = known.get(Math.floor(index / PAGE));
      return page && rowsOf(page)[index % PAGE];
    },
    error: results.find(({ error }) => error)?.error ?? null,
    retry: () => {
      for (const { refetch } of results) void refetch();
    },
  };
}
