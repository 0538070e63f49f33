import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answerOf, configApi } from "@/api/clients";
import type { ImportResult, PvRow, PvSettings } from "@/api/types";
import { useSession } from "@/features/session/provider";
import type { PvsSearch } from "./search";

const PAGE = 200;
const MOST_REFRESHED = 5;
const UNTOLD_MS = 3_000;
const CALM_MS = 20_000;

/** The configured PVs that match, a page after the other. */
export function usePvPages({ search, state }: PvsSearch) {
  return useInfiniteQuery({
    queryKey: ["pvs", search ?? "", state ?? ""],
    queryFn: ({ pageParam }) => {
      const query = {
        limit: PAGE,
        ...(search ? { search } : {}),
        ...(state ? { state } : {}),
        ...(pageParam ? { cursor: pageParam } : {}),
      };
      return answerOf("Listing the PVs", configApi.GET("/v1/pvs", { params: { query } }));
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (previous) => previous,
    // Type and unit come when a PV connects. Far down a long list it is not read anew: that would be all of it.
    refetchInterval: ({ state }) => {
      if (state.error) return UNTOLD_MS;
      const loaded = state.data?.pages ?? [];
      if (loaded.length > MOST_REFRESHED) return false;
      return loaded.some(({ pvs }) => pvs.some(({ metadata }) => !metadata)) ? UNTOLD_MS : CALM_MS;
    },
  });
}

/** The retention classes, of which a PV may be. */
export function useRetentionClasses() {
  return useQuery({
    queryKey: ["retention-classes"],
    queryFn: async () =>
      (await answerOf("Listing the retention classes", configApi.GET("/v1/retention-classes"))).classes,
    staleTime: CALM_MS,
  });
}

const at = (name: string) => ({ params: { path: { name } } });

/** What can be done to PVs; each asks to log in where that is needed. */
export function usePvActions() {
  const cache = useQueryClient();
  const { guard } = useSession();
  const settled = () =>
    Promise.all(["pvs", "pv", "pv-choices"].map((key) => cache.invalidateQueries({ queryKey: [key] })));

  const add = useMutation({
    mutationFn: ({ name, settings }: { name: string; settings: PvSettings }) =>
      guard(() =>
        answerOf(`Adding ${name}`, configApi.PUT("/v1/pvs/{name}", { ...at(name), body: settings })),
      ),
    onSuccess: settled,
  });
  const pause = useMutation({
    mutationFn: (name: string) =>
      guard(() => answerOf(`Pausing ${name}`, configApi.POST("/v1/pvs/{name}/pause", at(name)))),
    onSuccess: settled,
  });
  const resume = useMutation({
    mutationFn: (name: string) =>
      guard(() => answerOf(`Resuming ${name}`, configApi.POST("/v1/pvs/{name}/resume", at(name)))),
    onSuccess: settled,
  });
  const remove = useMutation({
    mutationFn: (name: string) =>
      guard(() => answerOf(`Deleting ${name}`, configApi.DELETE("/v1/pvs/{name}", at(name)))),
    onSuccess: settled,
  });
  const load = useMutation({
    mutationFn: (wanted: ImportWanted): Promise<ImportResult> => guard(() => importPvs(wanted)),
    onSuccess: settled,
  });
  return { add, pause, resume, remove, load };
}

export type PvActions = ReturnType<typeof usePvActions>;

/** A CSV file as it is, or rows. */
export type ImportWanted = { csv: string } | { rows: PvRow[] };

function importPvs(wanted: ImportWanted): Promise<ImportResult> {
  const what = "Importing PVs";
  if ("rows" in wanted) return answerOf(what, configApi.POST("/v1/pvs/import", { body: wanted.rows }));
  return answerOf(
    what,
    configApi.POST("/v1/pvs/import", {
      body: wanted.csv,
      bodySerializer: (body) => body as string,
      headers: { "Content-Type": "text/csv; charset=utf-8" },
    }),
  );
}
