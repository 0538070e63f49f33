import { KEEP_MS, type LiveListener, type LiveNews, type LiveStatus, type Timing } from "./source";
import type { LiveStreams } from "./streams";
import { followable, keysOf } from "./watchlist";

/** What a tab tells the worker that has the browser's one stream. */
export type ToWorker =
  /** `sinceMs`: what was archived in so many ms before is to come, too; null: nothing is new to this tab. */
  | { kind: "follow"; keys: readonly string[]; sinceMs: number | null }
  | { kind: "retry" | "wake" | "here" | "leave" };

/** What the worker tells a tab. */
export type FromWorker =
  | { kind: "status"; status: LiveStatus }
  | { kind: "news"; news: LiveNews }
  /** Are you there? */
  | { kind: "beat" }
  /** The tab did not answer for long; it has to come anew. */
  | { kind: "dropped" };

/** What goes between a tab and the worker. */
export interface Line<Sent, Received> {
  postMessage(message: Sent): void;
  listen(hear: (message: Received) => void): void;
  close(): void;
}

export function lineOf<Sent, Received>(port: MessagePort): Line<Sent, Received> {
  return {
    postMessage: (message) => port.postMessage(message),
    listen: (hear) => {
      port.onmessage = ({ data }: MessageEvent<Received>) => hear(data);
    },
    close: () => {
      port.onmessage = null;
      port.close();
    },
  };
}

export type TabLine = Line<FromWorker, ToWorker>;

interface Tab {
  keys: ReadonlySet<string>;
  heard: number;
}

const BEAT_MS = 10_000;
/** A tab that answered for so long (ms) to no beat was closed, or is frozen. */
const GONE_MS = 120_000;

/** Gives several tabs what one stream brings, to each what it follows. */
export class Exchange {
  private readonly tabs = new Map<TabLine, Tab>();
  private readonly streams: LiveStreams;

  constructor(
    streams: (listener: LiveListener) => LiveStreams,
    private readonly timing: Timing,
  ) {
    this.streams = streams({
      status: (status) => this.tell({ kind: "status", status }),
      news: (news) => this.share(news),
    });
    this.beat();
  }

  join(line: TabLine): void {
    this.tabs.set(line, { keys: new Set(), heard: this.timing.monotonic() });
    line.listen((message) => this.hear(line, message));
    line.postMessage({ kind: "status", status: this.streams.status });
  }

  private hear(line: TabLine, message: ToWorker): void {
    const tab = this.tabs.get(line);
    if (!tab) return;
    tab.heard = this.timing.monotonic();
    switch (message.kind) {
      case "follow":
        tab.keys = new Set(message.keys);
        if (message.sinceMs === null) this.streams.follow(this.wanted());
        else this.streams.followSince(this.wanted(), Math.min(message.sinceMs, KEEP_MS));
        break;
      case "leave":
        this.leave(line);
        break;
      case "retry":
        this.streams.retry();
        break;
      case "wake":
        this.streams.wake();
        break;
      case "here":
        break;
    }
  }

  private wanted(): string[] {
    return followable(new Set([...this.tabs.values()].flatMap(({ keys }) => [...keys])));
  }

  private leave(line: TabLine): void {
    this.tabs.delete(line);
    line.close();
    this.streams.follow(this.wanted());
  }

  private beat(): void {
    this.timing.after(BEAT_MS, () => {
      const now = this.timing.monotonic();
      for (const [line, { heard }] of this.tabs) {
        if (now - heard > GONE_MS) {
          line.postMessage({ kind: "dropped" });
          this.leave(line);
        } else line.postMessage({ kind: "beat" });
      }
      this.beat();
    });
  }

  private tell(message: FromWorker): void {
    for (const line of this.tabs.keys()) line.postMessage(message);
  }

  private share(news: LiveNews): void {
    for (const [line, { keys }] of this.tabs) {
      const part = partFor(keys, news);
      if (part !== null) line.postMessage({ kind: "news", news: part });
    }
  }
}

/** Give what of some news concerns who follows these, or null. */
function partFor(keys: ReadonlySet<string>, news: LiveNews): LiveNews | null {
  const concerns = (text: string) => keysOf(text).some((key) => keys.has(key));
  switch (news.kind) {
    case "samples":
    case "late": {
      const series = news.series.filter(({ pv }) => concerns(pv));
      return series.length > 0 ? { ...news, series } : null;
    }
    case "outdated":
    case "refused":
      return concerns(news.text) ? news : null;
    default:
      return news;
  }
}
