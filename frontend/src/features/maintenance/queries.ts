import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answerOf, supervisorApi } from "@/api/clients";
import type { MaintenanceSettings } from "@/api/types";
import { useSession } from "@/features/session/provider";

const EVERY_MS = 10_000;
const TIMES = ["maintenance"];

/** The times of maintenance that are or will be. */
export function useMaintenance() {
  return useQuery({
    queryKey: TIMES,
    queryFn: () => answerOf("Asking what is under maintenance", supervisorApi.GET("/v1/maintenance")),
    refetchInterval: EVERY_MS,
  });
}

/** Begin and end maintenance; each asks to log in where that is needed. */
export function useMaintenanceActions() {
  const cache = useQueryClient();
  const { guard } = useSession();
  const onSuccess = () =>
    Promise.all([TIMES, ["alarm-rules"]].map((queryKey) => cache.invalidateQueries({ queryKey })));
  const begin = useMutation({
    mutationFn: (body: MaintenanceSettings) =>
      guard(() => answerOf("Setting the maintenance", supervisorApi.POST("/v1/maintenance", { body }))),
    onSuccess,
  });
  const end = useMutation({
    mutationFn: (id: number) =>
      guard(() =>
        answerOf(
          "Ending the maintenance",
          supervisorApi.DELETE("/v1/maintenance/{id}", { params: { path: { id } } }),
        ),
      ),
    onSuccess,
  });
  return { begin, end };
}

export type MaintenanceActions = ReturnType<typeof useMaintenanceActions>;
