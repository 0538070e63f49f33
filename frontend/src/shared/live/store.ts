import type { ApiProblem } from "@/api/problems";
import type { LiveArchive, Raw } from "@/api/types";
import { decodeRaw } from "@/shared/pv/samples";
import type { Connect, StreamMessage } from "./connect";
import { Tail } from "./ring";
import { WatchList } from "./watchlist";

export type LiveStatus =
  | { state: "idle" | "connecting" }
  /** `away`: why the archive can't be read at the moment, so that nothing new can come. */
  | { state: "open"; away: string | null }
  | { state: "waiting"; problem: ApiProblem; retryMs: number };

/** What the store needs of its surroundings; tests bring their own. */
export interface LiveParts {
  connect: Connect;
  /** A clock in ms that only ever goes forward, also while the machine sleeps. */
  monotonic(): number;
  after(ms: number, action: () => void): () => void;
}

const KEEP_MS = 20 * 60_000;
const MOST_SAMPLES = 24_000;
const OVERLAP_S = 10;
const SILENCE_MS = 60_000;
/** Something comes every 15 s, if only a heartbeat. */
const HEARTBEAT_MS = 20_000;
const LOOK_MS = 5_000;
const NOTIFY_MS = 250;
const GATHER_MS = 120;
const LINGER_MS = 4_000;
const BACKOFF_MS = [500, 1_000, 2_000, 4_000, 8_000];

/**
 * The one live stream of a tab. Components say which PVs they watch; the store keeps one connection open for
 * all of them, resumes it where it broke off, and keeps each PV's newest samples.
 */
export class LiveStore {
  /** Grows with every change that a component may want to show. */
  version = 0;
  /** Grows when samples were missed: whoever shows history asks for it again. */
  epoch = 0;
  /** By PV, a number that grows when what was recorded of it before changed. */
  readonly outdated = new Map<string, number>();
  status: LiveStatus = { state: "idle" };

  private readonly watched = new WatchList();
  private readonly tails = new Map<string, Tail>();
  private readonly listeners = new Set<() => void>();
  private streamed: readonly string[] = [];
  private connection: AbortController | null = null;
  private lastEventId: string | null = null;
  private lastContact: number | null = null;
  private failures = 0;
  private cancelOpen: (() => void) | null = null;
  private cancelWatchdog: (() => void) | null = null;
  private notifying = false;

  constructor(private readonly parts: LiveParts) {}

  /** Follow PVs until the returned function is called. */
  watch(pvs: readonly string[]): () => void {
    this.watched.add(pvs);
    for (const pv of pvs) if (!this.tails.has(pv)) this.tails.set(pv, new Tail(KEEP_MS, MOST_SAMPLES));
    this.replan();
    return () => {
      this.watched.remove(pvs);
      this.replan();
    };
  }

  tail(pv: string): Tail | undefined {
    return this.tails.get(pv);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Try again now instead of when the time has come. */
  readonly retry = (): void => {
    if (this.status.state === "waiting") this.openIn(0);
  };

  /** Somebody looks again, or the network is back: a stream that ought to have said something is opened anew. */
  readonly wake = (): void => {
    if (this.status.state === "waiting" || this.silentMs() > HEARTBEAT_MS) this.open();
  };

  private silentMs(): number {
    return this.lastContact === null ? 0 : this.parts.monotonic() - this.lastContact;
  }

  private replan(): void {
    const change = this.watched.differsFrom(this.streamed);
    if (change === "none") return;
    // While it waits after a failure, that wait stands: the next attempt takes the new list.
    if (this.status.state === "waiting" && this.watched.size > 0) return;
    this.openIn(change === "added" ? GATHER_MS : LINGER_MS);
  }

  private openIn(ms: number): void {
    this.cancelOpen?.();
    this.cancelOpen = this.parts.after(ms, () => {
      this.cancelOpen = null;
      this.open();
    });
  }

  private open(): void {
    this.cancelOpen?.();
    this.cancelOpen = null;
    this.connection?.abort();
    this.cancelWatchdog?.();
    const pvs = this.watched.list();
    for (const pv of this.tails.keys()) if (!this.watched.has(pv)) this.tails.delete(pv);
    if (this.watched.differsFrom(this.streamed) !== "none") this.lastEventId = null;
    this.streamed = pvs;
    if (pvs.length === 0) {
      this.lastContact = null;
      this.setStatus({ state: "idle" });
      return;
    }
    const connection = new AbortController();
    this.connection = connection;
    if (this.status.state !== "waiting") this.setStatus({ state: "connecting" });
    const request = { pvs, from: this.resumeFrom(), lastEventId: this.lastEventId };
    const handler = {
      open: () => {
        this.failures = 0;
        this.setStatus({ state: "open", away: null });
        this.alive();
        this.watchOver();
      },
      message: (message: StreamMessage) => this.take(message),
      id: (id: string) => {
        this.lastEventId = id;
      },
      alive: () => this.alive(),
    };
    this.parts.connect(request, handler, connection.signal).catch((problem: ApiProblem) => {
      if (!connection.signal.aborted) this.failed(problem);
    });
  }

  /** Where a new connection has to begin so that it misses nothing; relative, whatever this clock says. */
  private resumeFrom(): string {
    if (this.lastContact === null) return `now-${OVERLAP_S}s`;
    const missedMs = this.silentMs();
    if (missedMs > KEEP_MS) {
      for (const tail of this.tails.values()) tail.restart();
      this.lastEventId = null;
      this.epoch += 1;
      return `now-${OVERLAP_S}s`;
    }
    return `now-${Math.ceil(missedMs / 1000) + OVERLAP_S}s`;
  }

  private alive(): void {
    this.lastContact = this.parts.monotonic();
  }

  /** Look now and then, rather than once when the time is up: a timer stands still while the machine sleeps. */
  private watchOver(): void {
    this.cancelWatchdog?.();
    this.cancelWatchdog = this.parts.after(LOOK_MS, () => {
      if (this.silentMs() > SILENCE_MS) this.open();
      else this.watchOver();
    });
  }

  private failed(problem: ApiProblem): void {
    this.cancelWatchdog?.();
    const retryMs = BACKOFF_MS[Math.min(this.failures, BACKOFF_MS.length - 1)] ?? 8_000;
    this.failures += 1;
    this.setStatus({ state: "waiting", problem, retryMs });
    this.openIn(retryMs);
  }

  private take({ event, data }: StreamMessage): void {
    switch (event) {
      case "samples":
        for (const raw of JSON.parse(data) as Raw[]) {
          if ((this.tails.get(raw.pv)?.add(decodeRaw(raw)) ?? 0) > 0) this.changed();
        }
        break;
      case "late":
        for (const raw of JSON.parse(data) as Raw[]) {
          this.tails.get(raw.pv)?.insert(decodeRaw(raw));
          this.outdate(raw.pv);
        }
        break;
      case "replayed":
      case "recording":
        this.outdate((JSON.parse(data) as { pv: string }).pv);
        break;
      case "gap":
        this.epoch += 1;
        this.changed();
        break;
      case "archive": {
        const { state, reason } = JSON.parse(data) as LiveArchive;
        this.setStatus({ state: "open", away: state === "away" ? reason : null });
        break;
      }
    }
  }

  /** Have the history of a PV read again: it is not what it was. */
  private outdate(pv: string): void {
    this.outdated.set(pv, (this.outdated.get(pv) ?? 0) + 1);
    this.changed();
  }

  private setStatus(status: LiveStatus): void {
    this.status = status;
    this.changed();
  }

  private changed(): void {
    if (this.notifying) return;
    this.notifying = true;
    this.parts.after(NOTIFY_MS, () => {
      this.notifying = false;
      this.version += 1;
      for (const listener of this.listeners) listener();
    });
  }
}
