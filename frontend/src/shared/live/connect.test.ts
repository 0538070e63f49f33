import { createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { timing } from "./clock";
import { connectTo } from "./connect";
import type { LiveStatus } from "./source";
import { LiveStore } from "./store";
import { LiveStream } from "./stream";

const HEADERS = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
const LONG = { timeout: 20_000 };

/** A real server that does with each request what its turn says; the last turn stays. */
class Odd {
  readonly requests: string[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  constructor(turns: ((socket: Socket) => void)[]) {
    this.server = createServer((socket) => {
      this.sockets.add(socket);
      socket.on("error", () => undefined);
      let text = "";
      socket.on("data", (data) => {
        text += data;
        if (!text.endsWith("}")) return;
        this.requests.push(text);
        (turns.length > 1 ? turns.shift() : turns[0])?.(socket);
      });
    });
  }

  async begin(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, "127.0.0.1", done));
    const address = this.server.address();
    return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  }

  end(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }
}

let server: Odd | null = null;
let unwatch: (() => void) | null = null;
afterEach(() => {
  unwatch?.();
  server?.end();
});

async function follow(
  ...turns: ((socket: Socket) => void)[]
): Promise<{ store: LiveStore; told: LiveStatus[] }> {
  server = new Odd(turns);
  const parts = { ...timing(), connect: connectTo(await server.begin()), silenceMs: 300 };
  const told: LiveStatus[] = [];
  const store = new LiveStore((listener) => {
    const status = (one: LiveStatus) => {
      told.push(one);
      listener.status(one);
    };
    return new LiveStream(parts, { ...listener, status });
  }, parts.after);
  unwatch = store.watch(["A", "=A * 2"]);
  return { store, told };
}

const sample = (pv: string, ns: number): string =>
  `event: samples\nid: x\ndata: ${JSON.stringify([{ pv, time: [ns], value: [ns], severity: [0], status: [0], special: [] }])}\n\n`;

const goes = (socket: Socket): void => {
  let count = 1;
  socket.write(HEADERS);
  const timer = setInterval(() => socket.write(chunk(sample("A * 2", count++ * 1e6))), 50);
  socket.on("close", () => clearInterval(timer));
};

const problems = (told: LiveStatus[]) =>
  told.flatMap((one) => (one.state === "waiting" ? [one.problem] : []));

describe("a live stream from a server that", () => {
  it("takes the request and never answers is asked again, which is told", async () => {
    const { store, told } = await follow(() => undefined, goes);
    await vi.waitFor(() => expect(store.tail("=A * 2")?.samples.t.length).toBeGreaterThan(0), LONG);
    expect(problems(told)[0]).toContain("nothing came for");
    expect(JSON.parse(server?.requests[0]?.split("\r\n\r\n")[1] ?? "")).toEqual({
      pv: ["A"],
      expr: ["A * 2"],
    });
  });

  it("begins to answer and falls silent is asked again, where it ended", async () => {
    const silent = (socket: Socket) => socket.write(HEADERS + chunk(sample("A", 7e6)));
    const { store, told } = await follow(silent, goes);
    await vi.waitFor(() => expect(store.tail("=A * 2")?.samples.t.length).toBeGreaterThan(0), LONG);
    expect(problems(told)[0]).toContain("not even a sign of life");
    expect(server?.requests[1]).toMatch(/last-event-id: x/i);
    expect(store.tail("A")?.samples.t).toEqual([7]);
  });
});
