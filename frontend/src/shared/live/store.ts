import { decodeRaw } from "@/shared/pv/samples";
import { Tail } from "./ring";
import { KEEP_MS, type LiveNews, type LiveSource, type LiveStatus, type Timing } from "./source";
import { difference, keysOf, namesOf, WatchList } from "./watchlist";

const MOST_SAMPLES = 24_000;
const NOTIFY_MS = 250;
const GATHER_MS = 120;
const LINGER_MS = 4_000;

/**
 * What a tab follows. Components say which PVs and expressions they watch; the store has one source bring all
 * of them, and keeps the newest samples of each.
 */
export class LiveStore {
  /** Grows with every change that a component may want to show. */
  version = 0;
  /** Grows when samples were missed: whoever shows history asks for it again. */
  epoch = 0;
  /** By key, a number that grows when what was recorded of it before changed. */
  readonly outdated = new Map<string, number>();
  /** By key, why it can't be followed. */
  readonly refused = new Map<string, string>();
  status: LiveStatus = { state: "idle" };

  private readonly source: LiveSource;
  private readonly watched = new WatchList();
  private readonly tails = new Map<string, Tail>();
  private readonly listeners = new Set<() => void>();
  private followed: readonly string[] = [];
  private cancelFollow: (() => void) | null = null;
  private notifying = false;

  constructor(
    source: (listener: { status(status: LiveStatus): void; news(news: LiveNews): void }) => LiveSource,
    private readonly after: Timing["after"],
  ) {
    this.source = source({
      status: (status) => {
        this.status = status;
        this.changed();
      },
      news: (news) => this.take(news),
    });
  }

  /** Follow PVs and expressions, by their keys, until the returned function is called. */
  watch(keys: readonly string[]): () => void {
    this.watched.add(keys);
    for (const key of keys) if (!this.tails.has(key)) this.tails.set(key, new Tail(KEEP_MS, MOST_SAMPLES));
    this.replan();
    return () => {
      this.watched.remove(keys);
      this.replan();
    };
  }

  tail(key: string): Tail | undefined {
    return this.tails.get(key);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly retry = (): void => this.source.retry();

  readonly wake = (): void => this.source.wake();

  /** Those who come together are followed together; who leaves may be back at once. */
  private replan(): void {
    const change = difference(this.watched.list(), this.followed);
    if (change === "none") return;
    this.cancelFollow?.();
    this.cancelFollow = this.after(change === "added" ? GATHER_MS : LINGER_MS, () => {
      for (const key of this.tails.keys()) if (!this.watched.has(key)) this.tails.delete(key);
      if (difference(this.watched.list(), this.followed) === "none") return;
      this.followed = this.watched.list();
      this.source.follow(this.followed);
    });
  }

  private take(news: LiveNews): void {
    switch (news.kind) {
      case "samples":
        for (const raw of news.series) {
          const samples = decodeRaw(raw);
          for (const key of keysOf(raw.pv)) {
            if ((this.tails.get(key)?.add(samples) ?? 0) > 0) this.changed();
          }
        }
        break;
      case "late":
        for (const raw of news.series) {
          for (const key of keysOf(raw.pv)) this.tails.get(key)?.insert(decodeRaw(raw));
          this.outdate(raw.pv);
        }
        break;
      case "outdated":
        this.outdate(news.text);
        break;
      case "begun":
        for (const key of namesOf(news.keys)) this.refused.delete(key);
        break;
      case "refused":
        for (const key of keysOf(news.text)) this.refused.set(key, news.reason);
        this.changed();
        break;
      case "restarted":
        for (const tail of this.tails.values()) tail.restart();
        this.missed();
        break;
      case "missed":
        this.missed();
        break;
    }
  }

  /** Have the history of a PV or an expression read again: it is not what it was. */
  private outdate(text: string): void {
    for (const key of keysOf(text)) {
      if (this.tails.has(key)) this.outdated.set(key, (this.outdated.get(key) ?? 0) + 1);
    }
    this.changed();
  }

  private missed(): void {
    this.epoch += 1;
    this.changed();
  }

  private changed(): void {
    if (this.notifying) return;
    this.notifying = true;
    this.after(NOTIFY_MS, () => {
      this.notifying = false;
      this.version += 1;
      for (const listener of this.listeners) listener();
    });
  }
}
