import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { answerOf, configApi } from "@/api/clients";
import { againIn } from "@/api/problems";
import type { Permission, Principal, SessionState } from "@/api/types";

export const SESSION = ["session"] as const;

/** Who is logged in and what they may do; undefined until config-api has said so. */
export function useSessionState(): SessionState | undefined {
  return useQuery({
    queryKey: SESSION,
    queryFn: () => answerOf("Asking who is logged in", configApi.GET("/v1/session")),
    staleTime: 60_000,
    // A wall asks for nothing that would tell that the session has ended.
    refetchInterval: ({ state }) => againIn(state.error, 60_000),
  }).data;
}

/** Who is logged in, or null. */
export function useMe(): Principal | null {
  return useSessionState()?.who ?? null;
}

/**
 * Whether to offer what needs a permission: to who has it, and to who is not logged in and may turn out to
 * have it; they are asked to log in when they use it.
 */
export function useMay(permission: Permission): boolean {
  const state = useSessionState();
  return !state?.who || state.permissions.includes(permission);
}

/** Whether nothing may be read before somebody logs in. */
export function useReadingClosed(): boolean {
  const state = useSessionState();
  return state !== undefined && !state.permissions.includes("read");
}

export function useSessionActions() {
  const cache = useQueryClient();
  /** Ask for everything anew: what may be seen depends on who looks. */
  const renew = useCallback(() => cache.invalidateQueries(), [cache]);
  const logIn = useCallback(
    async (username: string, password: string, former?: string) => {
      const body = { username, password };
      await answerOf("Logging in", configApi.POST("/v1/session", { body }));
      // What somebody else has read is not for who comes after them.
      if (former && former !== username)
        void cache.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION[0] });
      await cache.refetchQueries({ queryKey: SESSION });
      void renew();
    },
    [cache, renew],
  );
  const logOut = useCallback(
    async (everywhere: boolean) => {
      const ending = everywhere ? configApi.DELETE("/v1/sessions") : configApi.DELETE("/v1/session");
      await answerOf("Logging out", ending);
      await renew();
    },
    [renew],
  );
  const changePassword = useCallback(
    async (current: string, next: string) => {
      const body = { current, new: next };
      await answerOf("Changing the password", configApi.PUT("/v1/me/password", { body }));
      await renew();
    },
    [renew],
  );
  /** The session turned out to have ended. */
  const forget = useCallback(() => void cache.invalidateQueries({ queryKey: SESSION }), [cache]);
  return { logIn, logOut, changePassword, forget };
}
