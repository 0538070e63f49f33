import { ApiProblem } from "@/api/problems";
import type { LiveArchive, LiveRefused, Raw } from "@/api/types";
import type { Connect, StreamMessage } from "./connect";
import {
  KEEP_MS,
  type LiveListener,
  type LiveSource,
  type LiveStatus,
  LOOK_MS,
  SILENCE_MS,
  type Timing,
} from "./source";
import { askFor, difference } from "./watchlist";

export interface StreamParts extends Timing {
  connect: Connect;
  /** After so long (ms) without a sign of life a connection is taken for dead. */
  silenceMs?: number;
}

const OVERLAP_S = 10;
/** Something comes every 15 s, if only a heartbeat. */
const HEARTBEAT_MS = 20_000;
const BACKOFF_MS = [500, 1_000, 2_000, 4_000, 8_000];

/** One connection for all that is followed: it is resumed where it broke off, and opened anew for more. */
export class LiveStream implements LiveSource {
  status: LiveStatus = { state: "idle" };

  private wanted: readonly string[] = [];
  private streamed: readonly string[] = [];
  private sinceMs = 0;
  private connection: AbortController | null = null;
  private lastEventId: string | null = null;
  private lastContact: number | null = null;
  private lastSign = 0;
  private failures = 0;
  private cancelOpen: (() => void) | null = null;
  private cancelWatchdog: (() => void) | null = null;

  constructor(
    private readonly parts: StreamParts,
    private readonly listener: LiveListener,
  ) {}

  follow(keys: readonly string[]): void {
    this.wanted = keys;
    if (difference(keys, this.streamed) === "none") return;
    // While it waits after a failure, that wait stands: the next attempt takes the new list.
    if (this.status.state !== "waiting" || keys.length === 0) this.open();
  }

  /** Follow these, and give what was archived in the last so many ms once more. */
  followSince(keys: readonly string[], ms: number): void {
    this.wanted = keys;
    this.sinceMs = Math.max(this.sinceMs, ms, 1);
    if (this.status.state !== "waiting") this.open();
  }

  retry(): void {
    if (this.status.state === "waiting") this.open();
  }

  wake(): void {
    if (this.status.state === "waiting" || this.silentMs() > HEARTBEAT_MS) this.open();
  }

  private silentMs(): number {
    return this.streamed.length === 0 ? 0 : this.parts.monotonic() - this.lastSign;
  }

  private open(): void {
    this.cancelOpen?.();
    this.cancelOpen = null;
    this.connection?.abort();
    this.cancelWatchdog?.();
    if (this.sinceMs > 0 || difference(this.wanted, this.streamed) !== "none") this.lastEventId = null;
    this.streamed = this.wanted;
    if (this.streamed.length === 0) {
      this.lastContact = null;
      this.sinceMs = 0;
      this.setStatus({ state: "idle" });
      return;
    }
    const connection = new AbortController();
    this.connection = connection;
    if (this.status.state !== "waiting") this.setStatus({ state: "connecting" });
    const from = this.resumeFrom();
    const keys = this.streamed;
    const request = { ...askFor(keys), from, lastEventId: this.lastEventId };
    this.lastSign = this.parts.monotonic();
    this.watchOver();
    const handler = {
      open: () => {
        this.failures = 0;
        this.sinceMs = 0;
        this.alive();
        this.listener.news({ kind: "begun", keys });
        this.setStatus({ state: "open", away: null });
      },
      message: (message: StreamMessage) => this.take(message),
      id: (id: string) => {
        this.lastEventId = id;
      },
      alive: () => this.alive(),
    };
    this.parts.connect(request, handler, connection.signal).catch((problem: ApiProblem) => {
      if (connection.signal.aborted) return;
      const retryMs = BACKOFF_MS[Math.min(this.failures, BACKOFF_MS.length - 1)] ?? 8_000;
      this.failures += 1;
      this.cancelWatchdog?.();
      this.setStatus({ state: "waiting", problem: problem.message });
      this.openIn(retryMs);
    });
  }

  private openIn(ms: number): void {
    this.cancelOpen?.();
    this.cancelOpen = this.parts.after(ms, () => this.open());
  }

  /** Where a new connection has to begin so that it misses nothing; relative, whatever this clock says. */
  private resumeFrom(): string {
    const missedMs = this.lastContact === null ? 0 : this.parts.monotonic() - this.lastContact;
    if (missedMs > KEEP_MS) {
      this.lastEventId = null;
      this.listener.news({ kind: "restarted" });
      return `now-${OVERLAP_S}s`;
    }
    return `now-${Math.ceil(Math.max(missedMs, this.sinceMs) / 1000) + OVERLAP_S}s`;
  }

  private alive(): void {
    this.lastContact = this.lastSign = this.parts.monotonic();
  }

  private watchOver(): void {
    this.cancelWatchdog?.();
    const silenceMs = this.parts.silenceMs ?? SILENCE_MS;
    this.cancelWatchdog = this.parts.after(Math.min(LOOK_MS, silenceMs), () => {
      if (this.silentMs() <= silenceMs) {
        this.watchOver();
        return;
      }
      const detail = `nothing came for ${Math.round(this.silentMs() / 1000)} s, not even a sign of life. It is connected anew.`;
      this.setStatus({
        state: "waiting",
        problem: new ApiProblem("Following live values", 0, detail).message,
      });
      this.open();
    });
  }

  private take({ event, data }: StreamMessage): void {
    switch (event) {
      case "samples":
      case "late":
        this.listener.news({ kind: event, series: JSON.parse(data) as Raw[] });
        break;
      case "replayed":
      case "recording":
        this.listener.news({ kind: "outdated", text: (JSON.parse(data) as { pv: string }).pv });
        break;
      case "refused": {
        const { pv, reason } = JSON.parse(data) as LiveRefused;
        this.listener.news({ kind: "refused", text: pv, reason });
        break;
      }
      case "gap":
        this.listener.news({ kind: "missed" });
        break;
      case "archive": {
        const { state, reason } = JSON.parse(data) as LiveArchive;
        this.setStatus({ state: "open", away: state === "away" ? reason : null });
        break;
      }
    }
  }

  private setStatus(status: LiveStatus): void {
    this.status = status;
    this.listener.status(status);
  }
}
