import type { FromWorker, Line, ToWorker } from "./exchange";
import { KEEP_MS, type LiveListener, type LiveSource, LOOK_MS, SILENCE_MS, type Timing } from "./source";
import { difference } from "./watchlist";

export type WorkerLine = Line<ToWorker, FromWorker>;

export interface SharedParts extends Timing {
  /** Get a line to the worker; `failed` is called where there can be none. */
  join(failed: () => void): WorkerLine;
  /** Make a stream that is the tab's own. */
  own(): LiveSource;
}

/**
 * The stream that all tabs of a browser have together. A browser opens six connections to a host at most: were
 * each of a few tabs to hold one for its stream, nothing else would get through.
 */
export class SharedSource implements LiveSource {
  private keys: readonly string[] = [];
  private line: WorkerLine;
  private own: LiveSource | null = null;
  private heard: number;

  constructor(
    private readonly parts: SharedParts,
    private readonly listener: LiveListener,
  ) {
    this.heard = parts.monotonic();
    this.line = this.join();
    this.watchOver();
  }

  follow(keys: readonly string[]): void {
    const added = difference(keys, this.keys) === "added";
    this.keys = keys;
    if (this.own) this.own.follow(keys);
    else this.line.postMessage({ kind: "follow", keys, sinceMs: added ? 0 : null });
  }

  retry(): void {
    if (this.own) this.own.retry();
    else this.line.postMessage({ kind: "retry" });
  }

  wake(): void {
    if (this.own) this.own.wake();
    else if (this.parts.monotonic() - this.heard > SILENCE_MS) this.rejoin();
    else this.line.postMessage({ kind: "wake" });
  }

  /** The tab is closed, or put aside. */
  leave(): void {
    if (!this.own) this.line.postMessage({ kind: "leave" });
  }

  /** The tab is back, or the worker is gone: follow anew from where it ended. */
  rejoin(): void {
    if (this.own) return;
    const missedMs = this.parts.monotonic() - this.heard;
    this.line.close();
    this.heard = this.parts.monotonic();
    this.line = this.join();
    if (missedMs > KEEP_MS) this.listener.news({ kind: "restarted" });
    const sinceMs = missedMs > KEEP_MS ? 0 : missedMs;
    if (this.keys.length > 0) this.line.postMessage({ kind: "follow", keys: this.keys, sinceMs });
  }

  private join(): WorkerLine {
    const line = this.parts.join(() => this.alone());
    line.listen((message) => this.hear(message));
    return line;
  }

  /** There can be no worker: have a stream of one's own. */
  private alone(): void {
    if (this.own) return;
    this.line.close();
    this.own = this.parts.own();
    this.own.follow(this.keys);
  }

  private hear(message: FromWorker): void {
    this.heard = this.parts.monotonic();
    switch (message.kind) {
      case "status":
        this.listener.status(message.status);
        break;
      case "news":
        this.listener.news(message.news);
        break;
      case "beat":
        this.line.postMessage({ kind: "here" });
        break;
      case "dropped":
        // What was sent until then was waiting here; how long ago that was, nobody knows.
        this.listener.news({ kind: "restarted" });
        this.rejoin();
        break;
    }
  }

  private watchOver(): void {
    this.parts.after(LOOK_MS, () => {
      if (this.own) return;
      if (this.parts.monotonic() - this.heard > SILENCE_MS) this.rejoin();
      this.watchOver();
    });
  }
}
