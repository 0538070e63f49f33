import { QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiProblem, againIn } from "@/api/problems";
import type { SessionState } from "@/api/types";
import { SESSION } from "@/features/session/queries";

/** Make the query cache: what failed only for now is asked again until it succeeds. */
export function createQueryClient(): QueryClient {
  const client = new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        // What may be read no longer says that the session has ended: ask at once.
        const refused = error instanceof ApiProblem && error.status === 401;
        if (refused && client.getQueryData<SessionState>(SESSION)?.who)
          void client.invalidateQueries({ queryKey: SESSION });
      },
    }),
    defaultOptions: {
      queries: {
        networkMode: "always",
        staleTime: 10_000,
        retry: false,
        refetchInterval: (query) => againIn(query.state.error, false),
      },
      mutations: { networkMode: "always" },
    },
  });
  return client;
}
