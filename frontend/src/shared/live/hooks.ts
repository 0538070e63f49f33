import { createContext, useContext, useEffect, useMemo, useSyncExternalStore } from "react";
import { lastOf, type Sample } from "@/shared/pv/samples";
import { forwardClock } from "./clock";
import { connectHttp } from "./connect";
import type { Tail } from "./ring";
import { type LiveStatus, LiveStore } from "./store";

/** Make the store that a tab uses, as long as it is there. */
export function browserLiveStore(): LiveStore {
  const store = new LiveStore({
    connect: connectHttp,
    monotonic: forwardClock(
      () => performance.now(),
      () => Date.now(),
    ),
    after: (ms, action) => {
      const timer = window.setTimeout(action, ms);
      return () => window.clearTimeout(timer);
    },
  });
  const wake = () => {
    if (!document.hidden) store.wake();
  };
  document.addEventListener("visibilitychange", wake);
  document.addEventListener("resume", wake);
  window.addEventListener("online", wake);
  return store;
}

export const LiveContext = createContext<LiveStore | null>(null);

export function useLiveStore(): LiveStore {
  const store = useContext(LiveContext);
  if (!store) throw new Error("there is no live store above this component");
  return store;
}

/** Follow PVs while the component is there; it is not told of news. */
export function useWatch(pvs: readonly string[]): LiveStore {
  const store = useLiveStore();
  const key = pvs.join("\n");
  useEffect(() => store.watch(key === "" ? [] : key.split("\n")), [store, key]);
  return store;
}

const NEVER = () => () => undefined;

/**
 * Follow PVs while the component is there; the result changes with every batch of news, or, where `tick` is
 * given, with that alone: what moves with a clock is drawn once for both.
 */
export function useLive(pvs: readonly string[], tick?: number): { store: LiveStore; version: number } {
  const store = useWatch(pvs);
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
