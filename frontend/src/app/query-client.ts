import { QueryClient } from "@tanstack/react-query";
import { ApiProblem } from "@/api/problems";

const RETRY_MS = 4_000;

/** Make the query cache: what failed only for now is asked again until it succeeds. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: "always",
        staleTime: 10_000,
        retry: false,
        refetchInterval: (query) =>
          query.state.error instanceof ApiProblem && query.state.error.passing ? RETRY_MS : false,
      },
      mutations: { networkMode: "always" },
    },
  });
}
