import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answerOf, configApi, queryApi, supervisorApi } from "@/api/clients";
import type { NewUser, SettingsInForce, TokenRequest, UserChange } from "@/api/types";
import { useSession } from "@/features/session/provider";

const PAGE = 50;
const at = (name: string) => ({ params: { path: { name } } });

/** Everybody who may log in. */
export function useUsers() {
  return useQuery({
    queryKey: ["users"],
    queryFn: () => answerOf("Listing the users", configApi.GET("/v1/users")),
  });
}

/** One's own API tokens; an admin gets everybody's. */
export function useTokens() {
  return useQuery({
    queryKey: ["tokens"],
    queryFn: () => answerOf("Listing the API tokens", configApi.GET("/v1/tokens")),
  });
}

/** What runs with settings of its own, and how to ask it for them. */
export interface Service {
  name: string;
  ask(): Promise<{ data?: SettingsInForce; error?: unknown; response: Response }>;
}

export const SERVICES: readonly Service[] = [
  { name: "config-api", ask: () => configApi.GET("/v1/settings") },
  { name: "query-api", ask: () => queryApi.GET("/v1/settings") },
  { name: "supervisor", ask: () => supervisorApi.GET("/v1/settings") },
];

/** A collector's engine, which the supervisor asks. */
export const engineOf = (id: string): Service => ({
  name: `collector ${id}`,
  ask: () => supervisorApi.GET("/v1/collectors/{id}/settings", { params: { path: { id } } }),
});

/** With which settings a service runs. */
export function useSettingsInForce({ name, ask }: Service) {
  return useQuery({
    queryKey: ["settings-in-force", name],
    queryFn: () => answerOf(`Asking ${name} for its settings`, ask()),
  });
}

/** Who changed what, newest first, a page after the other. */
export function useAudit(filter: Record<string, string>) {
  return useInfiniteQuery({
    queryKey: ["audit", filter],
    queryFn: ({ pageParam }) => {
      const query = { ...filter, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) };
      return answerOf("Reading the audit", configApi.GET("/v1/audit", { params: { query } }));
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** What an admin does to users. */
export function useUserActions() {
  const cache = useQueryClient();
  const { guard } = useSession();
  const onSuccess = () =>
    Promise.all(["users", "tokens", "audit"].map((key) => cache.invalidateQueries({ queryKey: [key] })));
  const add = useMutation({
    mutationFn: (user: NewUser) =>
      guard(() => answerOf(`Adding ${user.name}`, configApi.POST("/v1/users", { body: user }))),
    onSuccess,
  });
  const change = useMutation({
    mutationFn: ({ name, to }: { name: string; to: UserChange }) =>
      guard(() =>
        answerOf(`Changing ${name}`, configApi.PATCH("/v1/users/{name}", { ...at(name), body: to })),
      ),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (name: string) =>
      guard(() => answerOf(`Deleting ${name}`, configApi.DELETE("/v1/users/{name}", at(name)))),
    onSuccess,
  });
  const logOut = useMutation({
    mutationFn: (name: string) =>
      guard(() => answerOf(`Logging ${name} out`, configApi.DELETE("/v1/users/{name}/sessions", at(name)))),
    onSuccess,
  });
  return { add, change, remove, logOut };
}

export type UserActions = ReturnType<typeof useUserActions>;

/** Making and revoking API tokens. */
export function useTokenActions() {
  const cache = useQueryClient();
  const { guard } = useSession();
  const onSuccess = () =>
    Promise.all(["tokens", "audit"].map((key) => cache.invalidateQueries({ queryKey: [key] })));
  const issue = useMutation({
    mutationFn: (wish: TokenRequest) =>
      guard(() => answerOf("Making the token", configApi.POST("/v1/tokens", { body: wish }))),
    onSuccess,
  });
  const revoke = useMutation({
    mutationFn: (token_id: number) =>
      guard(() =>
        answerOf(
          "Revoking the token",
          configApi.DELETE("/v1/tokens/{token_id}", { params: { path: { token_id } } }),
        ),
      ),
    onSuccess,
  });
  return { issue, revoke };
}
