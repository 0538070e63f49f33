import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answerOf, configApi } from "@/api/clients";
import { problemOf } from "@/api/problems";
import type { PolicyOutcome } from "@/api/types";
import { useSession } from "@/features/session/provider";

export interface PolicyText {
  text: string;
  /** The ETag of what was read. */
  etag: string;
}

/** The policies as they were written, comments too. */
export function usePolicies() {
  return useQuery({
    queryKey: ["policies"],
    queryFn: async (): Promise<PolicyText> => {
      const answer = configApi.GET("/v1/policies", {
        params: { query: { format: "yaml" } },
        parseAs: "text",
      });
      const text = await answerOf("Reading the policies", answer);
      return { text: String(text), etag: (await answer).response.headers.get("etag") ?? "*" };
    },
    staleTime: 10_000,
  });
}

export interface PolicyWish {
  text: string;
  etag: string;
  /** Whether PVs that are there follow, too. */
  apply: boolean;
  dryRun: boolean;
}

/** Try policies, or store them. */
export function usePutPolicies() {
  const cache = useQueryClient();
  const { guard } = useSession();
  return useMutation({
    mutationFn: ({ text, etag, apply, dryRun }: PolicyWish): Promise<PolicyOutcome> =>
      guard(async () => {
        const what = dryRun ? "Trying the policies" : "Saving the policies";
        const { data, error, response } = await configApi.PUT("/v1/policies", {
          params: {
            query: { apply: apply ? "existing" : "new", dry_run: dryRun },
            header: { "if-match": etag },
          },
          body: text as never,
          bodySerializer: (body) => body as unknown as string,
          headers: { "Content-Type": "application/yaml" },
        });
        if (!response.ok || !data) throw problemOf(what, response.status, error);
        return data;
      }),
    onSuccess: (_, { dryRun }) =>
      dryRun
        ? undefined
        : Promise.all(
            ["policies", "pvs", "labels"].map((key) => cache.invalidateQueries({ queryKey: [key] })),
          ),
  });
}
