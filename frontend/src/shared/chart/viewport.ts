import { useSyncExternalStore } from "react";

export type Window = readonly [start: number, stop: number];

/** What charts show while they are being moved, ahead of everything else; null: what they are told. Times in ms. */
export class Viewport {
  private window: Window | null = null;
  private readonly listeners = new Set<() => void>();

  readonly get = (): Window | null => this.window;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  hold(window: Window): void {
    this.window = window;
    this.tell();
  }

  release(): void {
    if (this.window === null) return;
    this.window = null;
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

/** Give what is shown: what is held, else what was told. */
export function useShown(viewport: Viewport, told: Window): Window {
  return useSyncExternalStore(viewport.subscribe, viewport.get) ?? told;
}
