import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answerOf, configApi, supervisorApi } from "@/api/clients";
import { useSession } from "@/features/session/provider";

const EVERY_MS = 2_000;

/** Every part as the supervisor last saw it. */
export function useHealth() {
  return useQuery({
    queryKey: ["health"],
    queryFn: () => answerOf("Asking how CAFlux is", supervisorApi.GET("/v1/health")),
    refetchInterval: EVERY_MS,
  });
}

/** Times in which something was not well, newest first. */
export function useIncidents() {
  return useQuery({
    queryKey: ["incidents"],
    queryFn: () => answerOf("Asking what went wrong", supervisorApi.GET("/v1/incidents")),
    refetchInterval: 15 * EVERY_MS, // what happens meanwhile comes by the stream
  });
}

/** Collectors as they registered with config-api. */
export function useCollectors() {
  return useQuery({
    queryKey: ["collectors"],
    queryFn: () => answerOf("Asking which collectors there are", configApi.GET("/v1/collectors")),
    refetchInterval: 2 * EVERY_MS,
  });
}

/** By how many bytes a day the archive grows, as the report of it estimates; undefined until it is known. */
export function useGrowth(): number | undefined {
  const params = { path: { kind: "storage-rate" as const }, query: { limit: 1 } };
  return useQuery({
    queryKey: ["archive-growth"],
    queryFn: () => answerOf("Asking how the archive grows", configApi.GET("/v1/reports/{kind}", { params })),
    refetchInterval: 15 * EVERY_MS,
    select: ({ totals }) => totals.bytes_per_day,
  }).data;
}

/** Restart a collector's engine; asks to log in where that is needed. */
export function useRestart() {
  const cache = useQueryClient();
  const { guard } = useSession();
  return useMutation({
    mutationFn: (id: string) =>
      guard(() =>
        answerOf(
          `Restarting the engine of ${id}`,
          supervisorApi.POST("/v1/collectors/{id}/restart", { params: { path: { id } } }),
        ),
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: ["health"] }),
  });
}
