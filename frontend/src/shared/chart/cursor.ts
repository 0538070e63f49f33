import { useSyncExternalStore } from "react";

/** Where the cursor is, in ms, or null; only what reads it is drawn again when it moves. */
export class Cursor {
  private time: number | null = null;
  private readonly listeners = new Set<() => void>();

  readonly get = (): number | null => this.time;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  set(time: number | null): void {
    if (time === this.time) return;
    this.time = time;
    for (const listener of this.listeners) listener();
  }
}

export function useCursorTime(cursor: Cursor): number | null {
  return useSyncExternalStore(cursor.subscribe, cursor.get);
}
