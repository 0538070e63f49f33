import { type UseQueryResult, useQueries } from "@tanstack/react-query";
import { answerOf, configApi } from "@/api/clients";
import { ApiProblem } from "@/api/problems";
import type { Pv } from "@/api/types";

const UNTOLD_MS = 4_000;

/** Ask config-api for a PV; null where it is not configured (its data may be in the archive all the same). */
async function fetchPv(name: string): Promise<Pv | null> {
  const request = configApi.GET("/v1/pvs/{name}", { params: { path: { name } } });
  try {
    return await answerOf(`Asking what ${name} is`, request);
  } catch (thrown) {
    if (thrown instanceof ApiProblem && thrown.status === 404) return null;
    throw thrown;
  }
}

export const pvQuery = (name: string) => ({
  queryKey: ["pv", name] as const,
  queryFn: () => fetchPv(name),
  staleTime: 60_000,
  // Its IOC tells unit and type when it connects: soon, where the PV is new.
  refetchInterval: ({ state }: { state: { data?: Pv | null | undefined; error: unknown } }) =>
    (state.data && !state.data.metadata) || state.error ? UNTOLD_MS : false,
});

/**
 * Configuration and metadata of PVs by name: null where it is not to be had, nothing while it is being asked.
 */
export function usePvs(names: readonly string[]): Map<string, Pv | null> {
  return useQueries({
    queries: names.map(pvQuery),
    combine: (results: UseQueryResult<Pv | null>[]) => {
      const known = new Map<string, Pv | null>();
      results.forEach((result, i) => {
        if (!result.isPending) known.set(names[i] as string, result.data ?? null);
      });
      return known;
    },
  });
}
