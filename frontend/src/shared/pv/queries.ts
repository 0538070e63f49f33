import { type UseQueryResult, useQueries } from "@tanstack/react-query";
import { answerOf, configApi } from "@/api/clients";
import { ApiProblem } from "@/api/problems";
import type { Described, Pv } from "@/api/types";
import { quoted } from "./expression";

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

/** Ask in which unit an expression is, and with how many digits. */
async function fetchScale(expr: string): Promise<Described> {
  const request = configApi.GET("/v1/expressions/scale", { params: { query: { expr } } });
  const { egu, precision } = await answerOf("Asking for the unit of a formula", request);
  return { description: "", metadata: { pv: expr, native_type: "double", element_count: 1, egu, precision } };
}

/**
 * Give what is known of sources, in their order: of a PV that is not configured, and may be a virtual one, and
 * of an expression unit and precision, which follow from its PVs.
 */
export function useDescribed(
  sources: readonly { kind: "pv" | "expr"; text: string }[],
  pvs: ReadonlyMap<string, Pv | null>,
): (Described | undefined)[] {
  const scales = useQueries({
    queries: sources.map(({ kind, text }) => ({
      queryKey: ["scale", kind, text] as const,
      queryFn: () => fetchScale(kind === "pv" ? quoted(text) : text),
      enabled: kind === "expr" || pvs.get(text) === null,
      staleTime: 60_000,
      retry: false,
    })),
    combine: (results: UseQueryResult<Described>[]) => results.map(({ data }) => data),
  });
  return sources.map(({ kind, text }, i) => (kind === "pv" ? pvs.get(text) : null) ?? unitOf(scales[i]));
}

/** Where nothing is known but that it is a number, nothing is known: a virtual PV has a unit, or is as any other. */
const unitOf = (found: Described | undefined): Described | undefined =>
  found?.metadata?.egu || found?.metadata?.precision != null ? found : undefined;
