import type { Timing } from "./source";

/** Time for tests, which passes when they say so. */
export class ManualTime {
  now = 0;
  private timers: { at: number; action: () => void }[] = [];

  readonly timing: Timing = {
    monotonic: () => this.now,
    after: (ms, action) => {
      const timer = { at: this.now + ms, action };
      this.timers.push(timer);
      return () => {
        this.timers = this.timers.filter((one) => one !== timer);
      };
    },
  };

  async pass(ms: number): Promise<void> {
    const until = this.now + ms;
    for (;;) {
      await Promise.resolve();
      const next = this.timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.timers = this.timers.filter((one) => one !== next);
      this.now = Math.max(this.now, next.at);
      next.action();
    }
    this.now = until;
    await Promise.resolve();
  }
}
