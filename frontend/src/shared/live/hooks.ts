import { createContext, useContext, useEffect, useMemo, useSyncExternalStore } from "react";
import { lastOf, type Sample } from "@/shared/pv/samples";
import { timing } from "./clock";
import { connectTo } from "./connect";
import { lineOf } from "./exchange";
import type { Tail } from "./ring";
import { SharedSource, type WorkerLine } from "./shared";
import type { LiveListener, LiveStatus } from "./source";
import { LiveStore } from "./store";
import { LiveStream } from "./stream";
import { LiveStreams } from "./streams";

/** Make the store that a tab uses, as long as it is there. */
export function browserLiveStore(): LiveStore {
  const parts = timing();
  const store = new LiveStore((listener) => {
    const open = (to: LiveListener) => new LiveStream({ ...parts, connect: connectTo() }, to);
    const own = () => new LiveStreams(open, listener);
    if (typeof SharedWorker === "undefined") return own();
    const shared = new SharedSource({ ...parts, join: joinWorker, own }, listener);
    window.addEventListener("pagehide", () => shared.leave());
    window.addEventListener("pageshow", ({ persisted }) => persisted && shared.rejoin());
    return shared;
  }, parts.after);
  const wake = () => {
    if (!document.hidden) store.wake();
  };
  document.addEventListener("visibilitychange", wake);
  document.addEventListener("resume", wake);
  window.addEventListener("online", wake);
  return store;
}

function joinWorker(failed: () => void): WorkerLine {
  const worker = new SharedWorker(new URL("./worker.ts", import.meta.url), {
    type: "module",
    name: "caflux-live",
  });
  worker.onerror = failed;
  return lineOf(worker.port);
}

export const LiveContext = createContext<LiveStore | null>(null);

export function useLiveStore(): LiveStore {
  const store = useContext(LiveContext);
  if (!store) throw new Error("there is no live store above this component");
  return store;
}

/** In no name, and in no expression. */
const BETWEEN = "\0";

/** Follow PVs and expressions, by their keys, while the component is there; it is not told of news. */
export function useWatch(keys: readonly string[]): LiveStore {
  const store = useLiveStore();
  const key = keys.join(BETWEEN);
  useEffect(() => store.watch(key === "" ? [] : key.split(BETWEEN)), [store, key]);
  return store;
}

const NEVER = () => () => undefined;

/**
 * Follow PVs and expressions while the component is there; the result changes with every batch of news, or,
 * where `tick` is given, with that alone: what moves with a clock is drawn once for both.
 */
export function useLive(keys: readonly string[], tick?: number): { store: LiveStore; version: number } {
  const store = useWatch(keys);
  const ticked = tick !== undefined;
  const version = useSyncExternalStore(
    ticked ? NEVER : store.subscribe,
    ticked ? () => tick : () => store.version,
  );
  return useMemo(() => ({ store, version }), [store, version]);
}

export function useLiveStatus(): LiveStatus {
  const store = useLiveStore();
  return useSyncExternalStore(store.subscribe, () => store.status);
}

/** Give the newest sample of a tail. */
export const latestOf = (tail: Tail | undefined): Sample | null => (tail ? lastOf(tail.samples) : null);

/** Give the newest sample of a PV that somebody follows. */
export function useLatest(pv: string): Sample | null {
  const store = useLiveStore();
  useSyncExternalStore(store.subscribe, () => store.tail(pv)?.version ?? 0);
  return latestOf(store.tail(pv));
}
