import { QueryClient } from "@tanstack/react-query";
import { againIn } from "@/api/problems";

/** Make the query cache: what failed only for now is asked again until it succeeds. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
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
}
