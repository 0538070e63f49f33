import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answerOf, supervisorApi } from "@/api/clients";
import type { AlarmRuleSettings } from "@/api/types";
import { useSession } from "@/features/session/provider";

const EVERY_MS = 3_000;

const of = (name: string) => ({ params: { path: { name } } });

/** The alarm rules, and how each is. */
export function useRules() {
  return useQuery({
    queryKey: ["alarm-rules"],
    queryFn: () => answerOf("Asking for the alarm rules", supervisorApi.GET("/v1/rules")),
    refetchInterval: EVERY_MS,
  });
}

/** What can be done about alarms; each asks to log in where that is needed. */
export function useAlarmActions() {
  const cache = useQueryClient();
  const { guard } = useSession();
  const settled = () =>
    Promise.all(["alarm-rules", "incidents"].map((key) => cache.invalidateQueries({ queryKey: [key] })));

  const put = useMutation({
    mutationFn: ({ name, rule }: { name: string; rule: AlarmRuleSettings }) =>
      guard(() =>
        answerOf(`Setting rule ${name}`, supervisorApi.PUT("/v1/rules/{name}", { ...of(name), body: rule })),
      ),
    onSuccess: settled,
  });
  const remove = useMutation({
    mutationFn: (name: string) =>
      guard(() => answerOf(`Removing rule ${name}`, supervisorApi.DELETE("/v1/rules/{name}", of(name)))),
    onSuccess: settled,
  });
  const acknowledge = useMutation({
    mutationFn: ({ incident, comment }: { incident: number; comment: string }) =>
      guard(() =>
        answerOf(
          "Acknowledging",
          supervisorApi.POST("/v1/incidents/{id}/acknowledge", {
            params: { path: { id: incident } },
            body: { comment },
          }),
        ),
      ),
    onSuccess: settled,
  });
  const check = useMutation({
    mutationFn: ({ name, rule }: { name: string; rule: AlarmRuleSettings }) =>
      answerOf(
        "Trying the rule",
        supervisorApi.POST("/v1/rules/{name}/check", { ...of(name || "new"), body: rule }),
      ),
  });
  return { put, remove, acknowledge, check };
}

export type AlarmActions = ReturnType<typeof useAlarmActions>;
