import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { answerOf, queryApi } from "@/api/clients";
import { againIn } from "@/api/problems";
import type { ChangesAnswer, MomentsAnswer } from "@/api/types";
import { isRelative } from "@/shared/time/range";
import { type Comparison, joined, ofChange } from "./comparison";

/** As many changes as are asked for: who looks further down than this filters better. */
export const MOST_CHANGES = 2_000;

/** What is compared. */
export interface Question {
  time1: string;
  time2: string;
  window: string;
  search: string;
  group: string;
}

export interface Compared {
  /** ms. */
  time1: number;
  time2: number;
  compared: number;
  changed: number;
  truncated: boolean;
  rows: Comparison[];
}

const which = ({ search, group }: Question) => ({
  ...(search ? { search } : {}),
  ...(group ? { group } : {}),
});

async function fetchChanges(asked: Question, signal: AbortSignal): Promise<ChangesAnswer> {
  const { time1, time2, window } = asked;
  const query = { time1, time2, window, limit: MOST_CHANGES, ...which(asked) };
  const request = queryApi.GET("/v1/changes", { params: { query }, signal });
  return (await answerOf("Comparing the two times", request)) as ChangesAnswer;
}

async function fetchMoments(asked: Question, ns: number, signal: AbortSignal): Promise<MomentsAnswer> {
  // The answer's own times: what was compared and what is listed is of the same instant.
  const query = { time: String(ns), ...which(asked) };
  const request = queryApi.GET("/v1/at", { params: { query }, signal });
  return (await answerOf("Reading what PVs held", request)) as MomentsAnswer;
}

async function fetchCompared(asked: Question, all: boolean, signal: AbortSignal): Promise<Compared> {
  const answer = await fetchChanges(asked, signal);
  const { compared, changed, truncated, changes } = answer;
  const times = { time1: answer.time1 / 1e6, time2: answer.time2 / 1e6 };
  const found = { ...times, compared, changed, truncated };
  if (!all) return { ...found, rows: changes.map(ofChange) };
  const [before, after] = await Promise.all([
    fetchMoments(asked, answer.time1, signal),
    fetchMoments(asked, answer.time2, signal),
  ]);
  return { ...found, rows: joined(changes, before.pvs, after.pvs) };
}

/** Compare PVs at two times; with `all` also those that are the same. */
export function useCompared(asked: Question, all: boolean) {
  const moves = isRelative(asked.time1) || isRelative(asked.time2);
  return useQuery({
    queryKey: ["compared", asked, all] as const,
    queryFn: ({ signal }) => fetchCompared(asked, all, signal),
    placeholderData: keepPreviousData,
    structuralSharing: false,
    staleTime: moves ? 60_000 : 600_000,
    refetchOnWindowFocus: false,
    refetchInterval: ({ state }) => againIn(state.error, false),
  });
}
