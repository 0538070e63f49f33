import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answerOf, configApi } from "@/api/clients";
import { againIn } from "@/api/problems";
import type { DocumentEntry, DocumentKind, SavedDocument } from "@/api/types";
import { useSession } from "@/features/session/provider";
import { useMay, useMe } from "@/features/session/queries";

/** What is to be kept of a view or a board. */
export interface Draft {
  name: string;
  description?: string;
  shared: boolean;
  content: Record<string, unknown>;
}

const KEY = "documents";
const at = (id: string) => ({ params: { path: { id } } });

/** The views or boards that are shared, and one's own, by name. */
export function useDocuments(kind: DocumentKind) {
  const me = useMe();
  return useQuery({
    queryKey: [KEY, kind, me?.name ?? ""],
    queryFn: async () => {
      const request = configApi.GET("/v1/documents", { params: { query: { kind } } });
      return (await answerOf(`Listing the ${kind}s`, request)).documents;
    },
    staleTime: 30_000,
  });
}

/** One view or board, looked at again every `everyMs`; nothing is asked for while the id is empty. */
export function useDocument(id: string, kind: DocumentKind, everyMs: number | false = false) {
  return useQuery({
    queryKey: [KEY, "one", id],
    queryFn: () => answerOf(`Opening the ${kind}`, configApi.GET("/v1/documents/{id}", at(id))),
    enabled: id !== "",
    staleTime: 30_000,
    refetchInterval: ({ state }) => againIn(state.error, everyMs),
  });
}

/** Whether to offer to change a document: one's own, and the shared ones to who may operate. */
export function useMayChange(): (document: Pick<DocumentEntry, "shared" | "owner">) => boolean {
  const me = useMe();
  const operates = useMay("operate");
  return ({ shared, owner }) => (shared ? operates : me === null || owner === me.name);
}

/** Keeping, changing and deleting views or boards; each asks to log in where that is needed. */
export function useDocumentActions(kind: DocumentKind) {
  const cache = useQueryClient();
  const { guard } = useSession();
  const settled = () => cache.invalidateQueries({ queryKey: [KEY] });
  const keep = (document: SavedDocument) => {
    cache.setQueryData([KEY, "one", document.id], document);
    return settled();
  };

  const add = useMutation({
    mutationFn: (draft: Draft) =>
      guard(() =>
        answerOf(
          `Saving ${draft.name}`,
          configApi.POST("/v1/documents", { body: { description: "", ...draft, kind } }),
        ),
      ),
    onSuccess: keep,
  });
  /** Overwrites what was read as `version`; where it was changed meanwhile, that is said (412). */
  const change = useMutation({
    mutationFn: ({ id, version, ...draft }: Draft & { id: string; version: number | "*" }) =>
      guard(() =>
        answerOf(
          `Saving ${draft.name}`,
          configApi.PUT("/v1/documents/{id}", {
            params: { path: { id }, header: { "if-match": version === "*" ? "*" : `"${version}"` } },
            body: { description: "", ...draft },
          }),
        ),
      ),
    onSuccess: keep,
  });
  const remove = useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) =>
      guard(() => answerOf(`Deleting ${name}`, configApi.DELETE("/v1/documents/{id}", at(id)))),
    // Whoever still shows it must not ask for it again: it is gone.
    onSuccess: (_, { id }) =>
      cache.invalidateQueries({ queryKey: [KEY], predicate: ({ queryKey }) => queryKey[2] !== id }),
  });
  return { add, change, remove };
}
