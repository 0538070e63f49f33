import { createParser } from "eventsource-parser";
import { ApiProblem, problemOf, problemOfThrown } from "@/api/problems";

export interface StreamMessage {
  event: string;
  data: string;
}

export interface StreamRequest {
  pvs: readonly string[];
  exprs: readonly string[];
  /** Where to begin, as query-api writes times, e.g. `now-10s`. */
  from: string;
  /** The last id that arrived, to resume the same stream without loss. */
  lastEventId: string | null;
}

export interface StreamHandler {
  open(): void;
  message(message: StreamMessage): void;
  id(id: string): void;
  /** Anything at all arrived, heartbeats too. */
  alive(): void;
}

/** Follows one stream until it ends or fails; rejects with an `ApiProblem`. */
export type Connect = (request: StreamRequest, handler: StreamHandler, signal: AbortSignal) => Promise<void>;

const WHAT = "Following live values";

/**
 * Follow query-api's live stream, at this origin or at another one as `http://localhost:8080`. `EventSource` is
 * not used: it hides why a request was refused.
 */
export const connectTo =
  (origin = ""): Connect =>
  (request, handler, signal) =>
    follow(origin, request, handler, signal);

async function follow(
  origin: string,
  { pvs, exprs, from, lastEventId }: StreamRequest,
  handler: StreamHandler,
  signal: AbortSignal,
): Promise<void> {
  // What is unknown or can't be followed is told as such; it must not take the others their stream.
  const query = new URLSearchParams({ from, unknown: "wait", refuse: "each" });
  const headers: Record<string, string> = {
    Accept: "text/event-stream",
    "Content-Type": "application/json",
  };
  if (lastEventId !== null) headers["Last-Event-ID"] = lastEventId;
  try {
    // The names go into the body: those of 500 PVs would not fit into every proxy's longest URL.
    const body = JSON.stringify({ pv: pvs, expr: exprs });
    const asked = { method: "POST", body, headers, signal, cache: "no-store" } as const;
    const response = await fetch(`${origin}/api/query/v1/live?${query}`, asked);
    if (!response.ok || !response.body) {
      throw problemOf(WHAT, response.status, await response.json().catch(() => null));
    }
    handler.open();
    await read(response.body, handler);
  } catch (thrown) {
    throw problemOfThrown(WHAT, thrown);
  }
  throw new ApiProblem(WHAT, 0, "the stream ended. It is opened again.");
}

async function read(body: ReadableStream<Uint8Array>, handler: StreamHandler): Promise<void> {
  const parser = createParser({
    onEvent: ({ event, data, id }) => {
      if (id !== undefined) handler.id(id);
      handler.message({ event: event ?? "message", data });
    },
  });
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    handler.alive();
    parser.feed(value);
  }
}
