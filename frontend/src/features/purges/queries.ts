import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answerOf, configApi } from "@/api/clients";
import { isUnderWay } from "./words";

const SOON_MS = 2_000;

/** What was ordered to be deleted of a PV, the newest first; asked again while collectors are at it. */
export function usePurges(pv: string) {
  return useQuery({
    queryKey: ["purges", pv],
    queryFn: async () => {
      const query = { pv, limit: 20 };
      const asked = configApi.GET("/v1/purges", { params: { query } });
      return (await answerOf("Listing the purges", asked)).purges;
    },
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? SOON_MS : false),
  });
}

export interface PurgeWanted {
  /** Null: everything. */
  until: string | null;
  reason: string;
}

/** Trying, ordering and taking back to delete data of a PV. */
export function usePurgeActions(pv: string) {
  const cache = useQueryClient();
  const onSuccess = () =>
    Promise.all(["purges", "pv-changes"].map((key) => cache.invalidateQueries({ queryKey: [key] })));
  const ask = (body: PurgeWanted, query: { dry_run: true } | { confirm: true }) =>
    answerOf(
      "dry_run" in query ? "Finding out what would be deleted" : `Purging ${pv}`,
      configApi.POST("/v1/pvs/{name}/purge", { params: { path: { name: pv }, query }, body }),
    );
  const preview = useMutation({ mutationFn: (wanted: PurgeWanted) => ask(wanted, { dry_run: true }) });
  const order = useMutation({
    mutationFn: (wanted: PurgeWanted) => ask(wanted, { confirm: true }),
    onSuccess,
  });
  const withdraw = useMutation({
    mutationFn: (number: number) =>
      answerOf(
        "Taking the purge back",
        configApi.DELETE("/v1/purges/{number}", { params: { path: { number } } }),
      ),
    onSuccess,
  });
  return { preview, order, withdraw };
}
