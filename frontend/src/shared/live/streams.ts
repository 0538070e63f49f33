import type { LiveListener, LiveSource, LiveStatus } from "./source";
import type { LiveStream } from "./stream";
import { fill } from "./watchlist";

/** Of what several streams are in, what is told: the first of these that one is in. */
const TOLD: readonly LiveStatus["state"][] = ["waiting", "connecting", "open", "idle"];

/**
 * As many streams as it takes for all that is followed, as one: a second only where one is full, for a browser
 * opens few connections to a host. What is followed stays where it is, so that more of it disturbs only one.
 */
export class LiveStreams implements LiveSource {
  status: LiveStatus = { state: "idle" };

  private readonly streams: LiveStream[] = [];
  private shares: readonly (readonly string[])[] = [];

  constructor(
    private readonly open: (listener: LiveListener) => LiveStream,
    private readonly listener: LiveListener,
  ) {}

  follow(keys: readonly string[]): void {
    this.share(keys, (stream, share) => stream.follow(share));
  }

  /** Follow these, and give what was archived in the last so many ms once more. */
  followSince(keys: readonly string[], ms: number): void {
    this.share(keys, (stream, share) => stream.followSince(share, ms));
  }

  retry(): void {
    for (const stream of this.streams) stream.retry();
  }

  wake(): void {
    for (const stream of this.streams) stream.wake();
  }

  private share(keys: readonly string[], tell: (stream: LiveStream, share: readonly string[]) => void): void {
    this.shares = fill(this.shares, keys);
    this.shares.forEach((share, i) => {
      this.streams[i] ??= this.open({
        status: () => this.combine(),
        news: (news) => this.listener.news(news),
      });
      tell(this.streams[i], share);
    });
  }

  private combine(): void {
    const all = this.streams.map(({ status }) => status);
    const state = TOLD.find((one) => all.some((status) => status.state === one));
    const those = all.filter((status) => status.state === state);
    const told = those.find((status) => status.state === "open" && status.away !== null) ?? those[0];
    if (!told) return;
    this.status = told;
    this.listener.status(told);
  }
}
