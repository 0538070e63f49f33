import { beforeEach, describe, expect, it } from "vitest";
import { ApiProblem } from "@/api/problems";
import type { StreamHandler, StreamRequest } from "./connect";
import { ManualTime } from "./manual-time";
import { LiveStore } from "./store";
import { LiveStream, type StreamParts } from "./stream";
import { LiveStreams } from "./streams";

interface Opened {
  request: StreamRequest;
  handler: StreamHandler;
  signal: AbortSignal;
  fail(problem: ApiProblem): void;
}

/** A tab with a stream of its own. */
class World extends ManualTime {
  opened: Opened[] = [];

  private readonly parts: StreamParts = {
    ...this.timing,
    connect: (request, handler, signal) =>
      new Promise((_, reject) => this.opened.push({ request, handler, signal, fail: reject })),
  };
  readonly store = new LiveStore(
    (listener) => new LiveStreams((to) => new LiveStream(this.parts, to), listener),
    this.parts.after,
  );

  get last(): Opened {
    const last = this.opened.at(-1);
    if (!last) throw new Error("nothing was opened");
    return last;
  }

  send(pv: string, ...ms: number[]): void {
    this.sendAs("samples", pv, ...ms);
  }

  sendAs(event: "samples" | "late", pv: string, ...ms: number[]): void {
    const raw = {
      kind: "raw",
      pv,
      time: ms.map((one) => one * 1e6),
      value: ms,
      severity: ms.map(() => 0),
      status: ms.map(() => 0),
      special: [],
      gaps: [],
    };
    this.last.handler.alive();
    this.last.handler.message({ event, data: JSON.stringify([raw]) });
  }

  times = (pv: string) => this.store.tail(pv)?.samples.t;
}

const AWAY = new ApiProblem("Following live values", 503, "away");

let world: World;
beforeEach(() => {
  world = new World();
});

async function openWith(...pvs: string[]): Promise<() => void> {
  const stop = world.store.watch(pvs);
  await world.pass(200);
  world.last.handler.open();
  return stop;
}

describe("one stream", () => {
  it("serves all who watch, and is opened once for those who come together", async () => {
    world.store.watch(["B"]);
    world.store.watch(["A", "B"]);
    await world.pass(1_000);
    expect(world.opened).toHaveLength(1);
    expect(world.last.request.pvs).toEqual(["A", "B"]);
  });

  it("is opened anew for a PV that it lacks, and the old one is closed", async () => {
    await openWith("A");
    const first = world.last;
    world.send("A", 10, 20);
    await openWith("B");
    expect(world.opened).toHaveLength(2);
    expect(first.signal.aborted).toBe(true);
    expect(world.last.request.pvs).toEqual(["A", "B"]);
    world.send("A", 20, 30);
    expect(world.times("A")).toEqual([10, 20, 30]);
  });

  it("stays open while somebody still watches", async () => {
    const stop = await openWith("A");
    const also = world.store.watch(["A"]);
    stop();
    await world.pass(60_000 - 1_000);
    expect(world.last.signal.aborted).toBe(false);
    also();
    await world.pass(10_000);
    expect(world.last.signal.aborted).toBe(true);
    expect(world.store.status.state).toBe("idle");
  });

  it("tells its listeners in bunches", async () => {
    await openWith("A");
    await world.pass(1_000);
    let told = 0;
    world.store.subscribe(() => {
      told += 1;
    });
    for (let i = 1; i <= 50; i++) world.send("A", i);
    await world.pass(1_000);
    expect(told).toBe(1);
  });
});

describe("a stream that breaks", () => {
  it("is resumed after its last event", async () => {
    await openWith("A");
    world.last.handler.id("cursor-7");
    world.last.fail(AWAY);
    await world.pass(10);
    expect(world.store.status.state).toBe("waiting");
    await world.pass(1_000);
    expect(world.last.request.lastEventId).toBe("cursor-7");
  });

  it("asks for all that it missed, however long it was away, by its own clock alone", async () => {
    await openWith("A");
    world.last.fail(AWAY);
    for (let i = 0; i < 6; i++) {
      await world.pass(10_000);
      world.last.fail(AWAY);
    }
    await world.pass(10_000);
    const from = Number(/^now-(\d+)s$/.exec(world.last.request.from)?.[1]);
    expect(from * 1_000).toBeGreaterThanOrEqual(60_000);
    expect(from).toBeLessThan(120);
  });

  it("is tried again less and less often, until it is asked to", async () => {
    await openWith("A");
    for (let i = 0; i < 8; i++) {
      world.last.fail(AWAY);
      await world.pass(8_000);
    }
    const before = world.opened.length;
    world.last.fail(AWAY);
    await world.pass(7_000);
    expect(world.opened).toHaveLength(before);
    world.store.retry();
    await world.pass(1);
    expect(world.opened).toHaveLength(before + 1);
  });

  it("forgets its cursor when other PVs are watched", async () => {
    await openWith("A");
    world.last.handler.id("cursor-7");
    world.last.fail(AWAY);
    await world.pass(1);
    world.store.watch(["B"]);
    await world.pass(5_000);
    expect(world.last.request.pvs).toEqual(["A", "B"]);
    expect(world.last.request.lastEventId).toBeNull();
  });

  it("says that samples were missed when it slept too long to catch up", async () => {
    await openWith("A");
    world.send("A", 1, 2, 3);
    world.now += 3_600_000;
    world.last.fail(AWAY);
    await world.pass(1_000);
    expect(world.store.epoch).toBe(1);
    expect(world.times("A")).toEqual([3]);
  });

  it("that ought to have said something is opened anew as soon as somebody looks again", async () => {
    await openWith("A");
    world.last.handler.id("cursor-7");
    await world.pass(14_000);
    world.store.wake();
    expect(world.opened).toHaveLength(1);
    world.now += 10_000;
    world.store.wake();
    expect(world.opened).toHaveLength(2);
    expect(world.last.request.lastEventId).toBe("cursor-7");
    world.last.fail(AWAY);
    await world.pass(10);
    world.store.wake();
    expect(world.opened).toHaveLength(3);
    await world.pass(8_000);
    expect(world.opened).toHaveLength(3);
  });

  it("during a sleep is opened anew soon after, though timers stood still", async () => {
    await openWith("A");
    world.now += 600_000;
    await world.pass(5_000);
    expect(world.opened).toHaveLength(2);
  });

  it("that falls silent is opened anew", async () => {
    await openWith("A");
    const silent = world.last;
    await world.pass(66_000);
    expect(silent.signal.aborted).toBe(true);
    expect(world.opened).toHaveLength(2);
  });
});

it("has history read again where the service could not give all", async () => {
  await openWith("A");
  const data = JSON.stringify({ pv: "A", start: 1, stop: 2, reason: "this client reads too slowly" });
  world.last.handler.message({ event: "gap", data });
  expect(world.store.epoch).toBe(1);
});

describe("what comes late", () => {
  it("is put where it belongs, once, and history is read again", async () => {
    await openWith("A", "B");
    world.send("A", 10, 20, 40);
    world.sendAs("late", "A", 15, 20, 30);
    expect(world.times("A")).toEqual([10, 15, 20, 30, 40]);
    expect(world.store.outdated.get("A")).toBe(1);
    expect(world.store.outdated.get("B")).toBeUndefined();
    world.send("A", 40, 50);
    expect(world.times("A")).toEqual([10, 15, 20, 30, 40, 50]);
  });

  it("and is older than what is here is history's alone", async () => {
    await openWith("A");
    world.send("A", 10, 20);
    world.sendAs("late", "A", 5);
    expect(world.times("A")).toEqual([10, 20]);
    expect(world.store.outdated.get("A")).toBe(1);
  });

  it("has history read again where it was replayed, or a gap began", async () => {
    await openWith("A");
    const replayed = JSON.stringify({ pv: "A", start: 1, stop: 2, reason: "late" });
    world.last.handler.message({ event: "replayed", data: replayed });
    world.last.handler.message({ event: "recording", data: JSON.stringify({ pv: "A", gaps: [] }) });
    expect(world.store.outdated.get("A")).toBe(2);
    expect(world.store.epoch).toBe(0);
  });
});

it("says that the archive is away, and that it is back", async () => {
  await openWith("A");
  const say = (state: string) =>
    world.last.handler.message({ event: "archive", data: JSON.stringify({ state, reason: "no disk" }) });
  say("away");
  expect(world.store.status).toEqual({ state: "open", away: "no disk" });
  say("back");
  expect(world.store.status).toEqual({ state: "open", away: null });
});

it("follows no more PVs than three streams take", async () => {
  world.store.watch(Array.from({ length: 1_750 }, (_, i) => `PV${i}`));
  await world.pass(1_000);
  expect(world.opened.map(({ request }) => request.pvs.length)).toEqual([500, 500, 500]);
  await world.pass(30_000);
  expect(world.opened).toHaveLength(3);
});

describe("expressions", () => {
  it("come in the same stream as PVs, each under its key", async () => {
    await openWith("A", '=A + "B"');
    expect(world.last.request).toMatchObject({ pvs: ["A"], exprs: ['A + "B"'] });
    world.send('A + "B"', 10, 20);
    expect(world.times('=A + "B"')).toEqual([10, 20]);
    expect(world.times("A")).toEqual([]);
  });

  it("that can't be followed are told as such until the stream takes them, and the others go on", async () => {
    await openWith("A", "=integral(A)");
    const data = JSON.stringify({ pv: "integral(A)", status: 422, reason: "it needs a beginning" });
    world.last.handler.message({ event: "refused", data });
    world.send("A", 10);
    expect(world.store.status.state).toBe("open");
    expect(world.store.refused.get("=integral(A)")).toBe("it needs a beginning");
    expect(world.times("A")).toEqual([10]);
    await openWith("B");
    expect(world.store.refused.size).toBe(0);
  });

  it("are no more than three streams take", async () => {
    world.store.watch(["A", ...Array.from({ length: 350 }, (_, i) => `=A + ${i}`)]);
    await world.pass(1_000);
    expect(world.opened.map(({ request }) => request.exprs.length)).toEqual([100, 100, 100]);
    expect(world.opened[0]?.request.pvs).toEqual(["A"]);
  });
});

it("gives up a request that is never answered, and says so", async () => {
  world.store.watch(["A"]);
  await world.pass(40_000);
  expect(world.opened).toHaveLength(1);
  await world.pass(11_000);
  expect(world.opened.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  const { status } = world.store;
  expect(status.state === "waiting" && status.problem).toMatch(/nothing came for 50 s/);
  world.last.handler.open();
  expect(world.store.status.state).toBe("open");
});

it("takes heartbeats for signs of life", async () => {
  await openWith("A");
  for (let i = 0; i < 20; i++) {
    await world.pass(15_000);
    world.last.handler.alive();
  }
  expect(world.opened).toHaveLength(1);
  expect(world.store.status.state).toBe("open");
});
