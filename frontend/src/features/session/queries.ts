import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { answerOf, configApi } from "@/api/clients";
import { ApiProblem } from "@/api/problems";
import type { Principal } from "@/api/types";
import { recall, remember } from "@/shared/ui/remember";

const ME = ["me"] as const;
const HINT = "session";

async function fetchMe(): Promise<Principal | null> {
  // Who never logged in here needs no request to know it.
  if (recall(HINT) === null) return null;
  try {
    return await answerOf("Asking who is logged in", configApi.GET("/v1/me"));
  } catch (thrown) {
    if (!(thrown instanceof ApiProblem) || !thrown.needsLogin) throw thrown;
    remember(HINT, null);
    return null;
  }
}

/** Who is logged in, or null. */
export function useMe(): Principal | null {
  return useQuery({ queryKey: ME, queryFn: fetchMe, staleTime: 300_000 }).data ?? null;
}

export function useSessionActions() {
  const cache = useQueryClient();
  const logIn = useCallback(
    async (username: string, password: string) => {
      const body = { username, password };
      const me = await answerOf("Logging in", configApi.POST("/v1/session", { body }));
      remember(HINT, "yes");
      cache.setQueryData(ME, me);
    },
    [cache],
  );
  const logOut = useCallback(async () => {
    await answerOf("Logging out", configApi.DELETE("/v1/session"));
    remember(HINT, null);
    cache.setQueryData(ME, null);
  }, [cache]);
  /** The session turned out to have ended. */
  const forget = useCallback(() => {
    remember(HINT, null);
    cache.setQueryData(ME, null);
  }, [cache]);
  return { logIn, logOut, forget };
}
