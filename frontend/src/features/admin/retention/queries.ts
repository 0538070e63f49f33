import { useMutation, useQueryClient } from "@tanstack/react-query";
import { answerOf, configApi } from "@/api/clients";
import type { RetentionClass } from "@/api/types";
import { useSession } from "@/features/session/provider";
import { type Draft, settingsOf } from "./draft";

interface Wish {
  draft: Draft;
  /** Of what was read; null: it is to be new. */
  revision: number | null;
  /** Whether it may delete data. */
  confirm: boolean;
}

const KEYS = ["retention-classes", "audit", "pvs"];

/** Trying, storing and deleting retention classes. */
export function useRetentionActions() {
  const cache = useQueryClient();
  const { guard } = useSession();
  const renew = () => Promise.all(KEYS.map((key) => cache.invalidateQueries({ queryKey: [key] })));
  const ask = ({ draft, revision, confirm }: Wish, dryRun: boolean) =>
    answerOf(
      dryRun ? `Finding out what ${draft.name} would delete` : `Saving ${draft.name}`,
      configApi.PUT("/v1/retention-classes/{name}", {
        params: {
          path: { name: draft.name },
          query: { dry_run: dryRun, confirm },
          ...(revision === null ? {} : { header: { "if-match": `"${revision}"` } }),
        },
        body: settingsOf(draft),
      }),
    );
  /** Gives what it would delete where it needs to be confirmed, and is then not stored. */
  const put = useMutation({
    mutationFn: async (wish: Wish) => {
      const tried = wish.confirm ? null : await guard(() => ask(wish, true));
      return tried && tried.losses.length > 0 ? tried : guard(() => ask(wish, false));
    },
    onSettled: renew,
  });
  const remove = useMutation({
    mutationFn: ({ name, revision }: RetentionClass) =>
      guard(() =>
        answerOf(
          `Deleting the class ${name}`,
          configApi.DELETE("/v1/retention-classes/{name}", {
            params: { path: { name }, header: { "if-match": `"${revision}"` } },
          }),
        ),
      ),
    onSettled: renew,
  });
  return { put, remove };
}

export type RetentionActions = ReturnType<typeof useRetentionActions>;
