import { useCallback, useEffect, useRef, useState } from "react";
import { isField } from "@/shared/pv/pasted";
import type { Board } from "./model";
import type { BoardState } from "./use-board";

const MOST_STEPS = 50;

interface Steps {
  id: string;
  past: readonly Board[];
  future: readonly Board[];
}

export interface BoardHistory {
  change(next: Board): void;
  /** Undoes the last change, does it again; null: there is none. */
  undo: (() => void) | null;
  redo: (() => void) | null;
}

/** Changes of a board that can be undone and done again, with Ctrl+Z too. */
export function useHistory(state: BoardState): BoardHistory {
  const { id } = state;
  const [kept, setKept] = useState<Steps>({ id, past: [], future: [] });
  const { past, future } = kept.id === id ? kept : { past: [], future: [] };
  const latest = useRef({ state, past, future });
  latest.current = { state, past, future };
  const change = useCallback((next: Board) => {
    const { state: now, past: before } = latest.current;
    setKept({ id: now.id, past: [...before, now.board].slice(-MOST_STEPS), future: [] });
    now.change(next);
  }, []);
  const undo = useCallback(() => {
    const { state: now, past: before, future: after } = latest.current;
    const board = before.at(-1);
    if (!board) return;
    setKept({ id: now.id, past: before.slice(0, -1), future: [now.board, ...after] });
    now.change(board);
  }, []);
  const redo = useCallback(() => {
    const { state: now, past: before, future: after } = latest.current;
    const board = after[0];
    if (!board) return;
    setKept({ id: now.id, past: [...before, now.board], future: after.slice(1) });
    now.change(board);
  }, []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || isField(event.target))
        return;
      event.preventDefault();
      (event.shiftKey ? redo : undo)();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [undo, redo]);
  return { change, undo: past.length > 0 ? undo : null, redo: future.length > 0 ? redo : null };
}
