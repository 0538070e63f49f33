import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo } from "react";
import { answerOf, configApi } from "@/api/clients";
import type { SavedDocument } from "@/api/types";
import { useDocument } from "@/features/documents/queries";
import { recall, remember } from "@/shared/ui/remember";
import { type Board, boardOf, DEFAULT_SPAN, EMPTY_BOARD, readBoard, sameBoard, writeBoard } from "./model";
import { starters } from "./starters";

/** The board that only this browser has, and the one that a link made. */
export const OWN = "own";
export const LINK = "link";
const LAST = "board";
const FOLLOW_MS = 60_000;

interface Draft {
  board: Board;
  /** The version of the saved board that it began with; 0: none. */
  base: number;
}

/** Give the address of a board that is saved nowhere: it holds all of it. */
export const linkTo = (board: Board): string =>
  `${window.location.origin}/?tiles=${encodeURIComponent(JSON.stringify(writeBoard(board)))}`;

/** Read such an address; null where it makes no sense. */
function readLink(tiles: string | undefined): Board | null {
  try {
    return tiles === undefined ? null : readBoard(JSON.parse(tiles));
  } catch {
    return null;
  }
}

const draftPlace = (id: string) => `board.${id}`;
const draftKey = (id: string) => ["board-draft", id] as const;

function recallDraft(id: string): Draft | null {
  try {
    const { base, content } = JSON.parse(recall(draftPlace(id)) ?? "null") ?? {};
    return content ? { board: readBoard(content), base: Number(base) || 0 } : null;
  } catch {
    return null;
  }
}

/** Make a board of what a control room would look at first. */
export async function fetchStarters(): Promise<Board> {
  const query = { limit: 500 };
  const page = await answerOf("Asking which PVs there are", configApi.GET("/v1/pvs", { params: { query } }));
  const { pv, charts } = starters(page.pvs);
  return boardOf(pv, charts, DEFAULT_SPAN);
}

export interface BoardState {
  /** Which one it is. */
  id: string;
  board: Board;
  /** As it is saved, where it is. */
  saved: SavedDocument | undefined;
  /** Whether it differs from what is saved. */
  dirty: boolean;
  /** The version that the changes began with. */
  base: number;
  /** Whether it is known what to show. */
  ready: boolean;
  error: Error | null;
  retry(): void;
  change(next: Board): void;
  discard(): void;
  show(id: string): void;
}

/** The board as the address says; where it says nothing, the last one; at the first visit, a sensible one. */
export function useBoard(): BoardState {
  const search = useSearch({ from: "/" });
  const navigate = useNavigate({ from: "/" });
  const cache = useQueryClient();
  const linked = search.board === undefined && (search.pv ?? search.tiles) !== undefined;
  const id = search.board ?? (linked ? LINK : (recall(LAST) ?? OWN));
  const isSaved = id !== OWN && id !== LINK;
  const document = useDocument(isSaved ? id : "", "board", FOLLOW_MS);
  const draft = useQuery({
    queryKey: draftKey(id),
    queryFn: () => recallDraft(id),
    initialData: () => recallDraft(id),
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
  const first = useQuery({
    queryKey: ["starters"],
    queryFn: fetchStarters,
    enabled: id === OWN && !draft,
    // PVs are being added, or their IOCs have not told yet what they are: look again until there is a choice.
    refetchInterval: ({ state }) => (state.data?.tiles.length ? false : 3_000),
    gcTime: 0,
  });

  useEffect(() => {
    if (search.board === undefined && !linked) {
      void navigate({ search: (now) => ({ ...now, board: id }), replace: true });
    } else if (!linked && id !== LINK) remember(LAST, id);
  }, [search.board, linked, id, navigate]);

  const fromLink = useMemo(
    () =>
      readLink(search.tiles) ??
      boardOf(
        search.pv ?? [],
        (search.chart ?? []).map((pv) => [pv]),
        search.span ?? DEFAULT_SPAN,
      ),
    [search],
  );
  const saved = isSaved ? document.data : undefined;
  const asSaved = useMemo(() => (saved ? readBoard(saved.content) : null), [saved]);
  const started = id === OWN ? first.data : undefined;
  const board = linked ? fromLink : (draft?.board ?? asSaved ?? started ?? EMPTY_BOARD);

  const version = saved?.version ?? 0;
  const base = draft?.base ?? version;
  const change = useCallback(
    (next: Board) => {
      cache.setQueryData(draftKey(id), { board: next, base });
      remember(draftPlace(id), JSON.stringify({ base, content: writeBoard(next) }));
      if (linked) void navigate({ search: { board: LINK }, replace: true });
    },
    [cache, id, base, linked, navigate],
  );
  const discard = useCallback(() => {
    cache.setQueryData(draftKey(id), null);
    remember(draftPlace(id), null);
  }, [cache, id]);
  const show = useCallback((other: string) => void navigate({ search: { board: other } }), [navigate]);
  const source = isSaved ? document : first;
  return {
    id,
    board,
    saved,
    dirty: Boolean(draft && asSaved && !sameBoard(draft.board, asSaved)),
    base,
    ready: linked || id === LINK || Boolean(draft ?? (isSaved ? saved : first.data?.tiles.length)),
    error: source.error,
    retry: () => void source.refetch(),
    change,
    discard,
    show,
  };
}
