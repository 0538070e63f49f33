import { beforeEach, expect, it } from "vitest";
import type { StreamHandler, StreamRequest } from "./connect";
import { Exchange, type FromWorker, type Line, type ToWorker } from "./exchange";
import { ManualTime } from "./manual-time";
import { SharedSource } from "./shared";
import type { LiveListener } from "./source";
import { LiveStore } from "./store";
import { LiveStream } from "./stream";
import { LiveStreams } from "./streams";

interface Opened {
  request: StreamRequest;
  handler: StreamHandler;
  signal: AbortSignal;
}

/** Two ends of a line: what is sent at one is heard at the other, as a copy; nothing once it is cut. */
function wire(): { worker: Line<FromWorker, ToWorker>; tab: Line<ToWorker, FromWorker>; cut(): void } {
  const hear: { worker?: (message: ToWorker) => void; tab?: (message: FromWorker) => void } = {};
  const waiting: FromWorker[] = [];
  let open = true;
  const cut = () => {
    open = false;
  };
  return {
    worker: {
      postMessage: (message) => {
        const copy = structuredClone(message);
        if (open && hear.tab) hear.tab(copy);
        else if (open) waiting.push(copy);
      },
      listen: (to) => {
        hear.worker = to;
      },
      close: cut,
    },
    tab: {
      postMessage: (message) => open && hear.worker?.(structuredClone(message)),
      listen: (to) => {
        hear.tab = to;
        for (const message of waiting.splice(0)) to(message);
      },
      close: cut,
    },
    cut,
  };
}

/** A browser with tabs, and the worker that they share. */
class Browser extends ManualTime {
  readonly opened: Opened[] = [];
  private workers = 0;
  private exchange = this.worker();
  private readonly cuts: (() => void)[] = [];

  private worker(): Exchange {
    this.workers += 1;
    const me = this.workers;
    const connect = (request: StreamRequest, handler: StreamHandler, signal: AbortSignal) =>
      new Promise<void>(() => me === this.workers && this.opened.push({ request, handler, signal }));
    const stream = (listener: LiveListener) => new LiveStream({ ...this.timing, connect }, listener);
    return new Exchange((listener) => new LiveStreams(stream, listener), this.timing);
  }

  /** The worker ends, and says nothing of it. */
  crash(): void {
    for (const cut of this.cuts) cut();
    this.exchange = this.worker();
  }

  tab(): { store: LiveStore; source: SharedSource; freeze(): void } {
    let source: SharedSource | null = null;
    let cut = () => {};
    const store = new LiveStore((listener) => {
      const join = () => {
        const line = wire();
        cut = line.cut;
        this.cuts.push(line.cut);
        this.exchange.join(line.worker);
        return line.tab;
      };
      const own = () => new LiveStream({ ...this.timing, connect: () => Promise.reject() }, listener);
      source = new SharedSource({ ...this.timing, join, own }, listener);
      return source;
    }, this.timing.after);
    if (!source) throw new Error("the store takes its source at once");
    return { store, source, freeze: () => cut() };
  }

  get last(): Opened {
    const last = this.opened.at(-1);
    if (!last) throw new Error("nothing was opened");
    return last;
  }

  get streams(): number {
    return this.opened.filter(({ signal }) => !signal.aborted).length;
  }

  send(pv: string, ...ms: number[]): void {
    const none = ms.map(() => 0);
    const raw = {
      pv,
      time: ms.map((one) => one * 1e6),
      value: ms,
      severity: none,
      status: none,
      special: [],
    };
    this.last.handler.alive();
    this.last.handler.message({ event: "samples", data: JSON.stringify([raw]) });
  }
}

let browser: Browser;
beforeEach(() => {
  browser = new Browser();
});

async function open(...keys: string[]) {
  const tab = browser.tab();
  tab.store.watch(keys);
  await browser.pass(200);
  browser.last.handler.open();
  return tab;
}

it("gives each of eight tabs what it follows, of one stream", async () => {
  const tabs = [];
  for (let i = 0; i < 8; i++) tabs.push(await open("ALL", `PV${i}`));
  expect(browser.streams).toBe(1);
  expect(browser.last.request.pvs).toHaveLength(9);
  browser.send("ALL", 1, 2);
  browser.send("PV3", 5);
  expect(tabs.map(({ store }) => store.tail("ALL")?.samples.t)).toEqual(tabs.map(() => [1, 2]));
  expect(tabs.map(({ store }) => store.tail("PV3")?.samples.t)).toEqual(
    tabs.map((_, i) => (i === 3 ? [5] : undefined)),
  );
  expect(tabs.every(({ store }) => store.status.state === "open")).toBe(true);
});

it("begins anew for a tab that joins, though what it follows is there, and nobody gets a sample twice", async () => {
  const first = await open("A");
  browser.last.handler.id("cursor");
  browser.send("A", 1, 2, 3);
  const second = await open("A");
  expect(browser.opened).toHaveLength(2);
  expect(browser.last.request.lastEventId).toBeNull();
  browser.send("A", 2, 3, 4);
  expect(first.store.tail("A")?.samples.t).toEqual([1, 2, 3, 4]);
  expect(second.store.tail("A")?.samples.t).toEqual([2, 3, 4]);
});

it("follows no longer what only a closed tab did", async () => {
  await open("A");
  const closed = await open("B");
  closed.source.leave();
  expect(browser.last.request.pvs).toEqual(["A"]);
  expect(browser.streams).toBe(1);
});

it("drops a tab that went without a word, which begins anew when it is back", async () => {
  await open("A");
  const lost = await open("B");
  lost.freeze();
  for (let i = 0; i < 14; i++) {
    await browser.pass(10_000);
    browser.last.handler.alive();
    if (i === 2) lost.store.wake(); // too soon to be taken for gone
  }
  lost.source.rejoin();
  await browser.pass(10);
  expect(browser.last.request.pvs).toEqual(["A", "B"]);
});

it("that falls silent is joined anew, from where it ended", async () => {
  const tab = await open("A");
  browser.send("A", 1);
  browser.crash();
  await browser.pass(51_000);
  expect(browser.opened).toHaveLength(2);
  expect(Number(/^now-(\d+)s$/.exec(browser.last.request.from)?.[1])).toBeGreaterThanOrEqual(50);
  browser.last.handler.open();
  browser.send("A", 1, 2);
  expect(tab.store.tail("A")?.samples.t).toEqual([1, 2]);
});

it("tells who comes later how things are", async () => {
  await open("A");
  const idle = browser.tab();
  await browser.pass(300);
  expect(idle.store.status.state).toBe("open");
});

it("opens a second stream for what the first has no room for, and tells of the worse of both", async () => {
  const names = (first: number, count: number) => Array.from({ length: count }, (_, i) => `PV${first + i}`);
  const wall = await open(...names(0, 400));
  const other = await open(...names(300, 400));
  expect(browser.opened.filter(({ signal }) => !signal.aborted).map((one) => one.request.pvs.length)).toEqual(
    [500, 200],
  );
  browser.send("PV650", 1);
  expect(other.store.tail("PV650")?.samples.t).toEqual([1]);
  expect(wall.store.tail("PV650")).toBeUndefined();
  expect(wall.store.status.state).toBe("connecting");
});
