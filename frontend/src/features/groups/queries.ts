import { useMutation, useQuery } from "@tanstack/react-query";
import { answerOf, configApi } from "@/api/clients";
import { ApiProblem } from "@/api/problems";
import type { PolicyDocument } from "@/api/types";
import { type PvActions, rowsOf } from "@/features/pvs/queries";
import { ALL } from "@/features/pvs/selection";
import { useSession } from "@/features/session/provider";
import { moved } from "./groups";

/** By group, the policies that put PVs into it. */
export function useGroupsOfPolicies() {
  return useQuery({
    queryKey: ["policies", "groups"],
    queryFn: async () => {
      const read = await answerOf("Reading the policies", configApi.GET("/v1/policies"));
      const { policies = [] } = read as PolicyDocument;
      const found = new Map<string, string[]>();
      for (const { name, settings } of policies) {
        for (const group of settings?.groups ?? []) found.set(group, [...(found.get(group) ?? []), name]);
      }
      return found;
    },
  });
}

export interface GroupChange {
  /** The group whose members are meant; null: those in `names`. */
  of: string | null;
  names: readonly string[];
  into: string | null;
  outOf: string | null;
}

/** Puts PVs into groups and out of them: one change of the list of PVs, which can be undone. */
export function useGroupChange({ bulk }: PvActions) {
  const { guard } = useSession();
  return useMutation({
    mutationFn: async ({ of, names, into, outOf }: GroupChange) => {
      const wanted = new Set(names);
      const rows = await guard(() =>
        of === null ? rowsOf({}, { all: false, names: wanted }) : rowsOf({ group: of }, ALL),
      );
      const there = new Set(rows.map(({ name }) => name));
      const lacking = names.filter((name) => !there.has(name));
      if (lacking.length > 0) {
        const some = lacking.slice(0, 5).join(", ");
        const more = lacking.length > 5 ? ` and ${lacking.length - 5} more` : "";
        throw new ApiProblem(
          "Changing the group",
          404,
          `there is no PV ${some}${more}; add them to the PVs first`,
        );
      }
      const body = JSON.stringify(moved(rows, into, outOf));
      return bulk.mutateAsync({ body, type: "application/json", mode: "upsert", dryRun: false });
    },
  });
}

export type GroupChanges = ReturnType<typeof useGroupChange>;
