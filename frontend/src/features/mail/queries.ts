import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answerOf, supervisorApi } from "@/api/clients";
import type { MailRoutes } from "@/api/types";
import { useSession } from "@/features/session/provider";

const EVERY_MS = 5_000;
const ROUTES = ["mail-routes"];

/** Whether there is a mail server, and what waits for it. */
export function useMailStatus() {
  return useQuery({
    queryKey: ["mail"],
    queryFn: () => answerOf("Asking how mail is doing", supervisorApi.GET("/v1/mail")),
    refetchInterval: EVERY_MS,
  });
}

const askRoutes = () => answerOf("Asking who is told of what", supervisorApi.GET("/v1/mail/routes"));

/** Who is told of what: addresses of people, so only for who may operate. */
export function useMailRoutes(may: boolean) {
  return useQuery({ queryKey: ROUTES, queryFn: askRoutes, enabled: may });
}

/** Change the routes as they are by now; asks to log in where that is needed. */
export function useRoutesChange() {
  const cache = useQueryClient();
  const { guard } = useSession();
  return useMutation({
    mutationFn: (change: (routes: MailRoutes) => MailRoutes) =>
      guard(async () => {
        const body = change(await askRoutes());
        return answerOf("Setting who is told", supervisorApi.PUT("/v1/mail/routes", { body }));
      }),
    onSuccess: (routes) => cache.setQueryData(ROUTES, routes),
  });
}

export type RoutesChange = ReturnType<typeof useRoutesChange>;

/** Sends a test mail and gives what the mail server said. */
export function useMailTest() {
  const { guard } = useSession();
  return useMutation({
    mutationFn: () =>
      guard(() => answerOf("Sending a test mail", supervisorApi.POST("/v1/mail/test", { body: { to: [] } }))),
  });
}
