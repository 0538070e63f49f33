import { answerOf, queryApi } from "@/api/clients";
import { ApiProblem, problemOf, problemOfThrown } from "@/api/problems";
import type { ExportState } from "@/api/types";

const WHAT = "The export";
/** Pieces are given to the browser, which keeps them on disk, once there are so many bytes of them. */
const PIECE = 8 * 1024 * 1024;

/** How an export ended: a file, and whether all that was asked for is in it. */
export interface Ended {
  file: Blob;
  rows: number | null;
  /** Why it is not whole, or null. */
  truncated: string | null;
}

export const askState = (id: string): Promise<ExportState> =>
  answerOf("Asking how far the export is", queryApi.GET("/v1/exports/{id}", { params: { path: { id } } }));

/**
 * Fetch a file as it is written. Whether it is whole is not told by the connection's end alone, so the API is asked
 * how it ended, too.
 *
 * @throws ApiProblem it was refused, or nobody answers; DOMException `AbortError` it was called off.
 */
export async function runExport(address: string, id: string, signal: AbortSignal): Promise<Ended> {
  let response: Response;
  try {
    response = await fetch(address, { signal, headers: { "X-CAFlux": "1" } });
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    throw problemOfThrown(WHAT, thrown);
  }
  if (!response.ok) throw problemOf(WHAT, response.status, await response.json().catch(() => null));
  const { file, cut } = await collect(response, signal);
  const state = await askState(id).catch(() => null);
  if (state?.state === "complete" && !cut) return { file, rows: state.rows, truncated: null };
  const reasons = [cut, state?.reason && `the server says: ${state.reason}`].filter(Boolean);
  const reason = reasons.join("; ") || "the server does not say whether it is complete";
  // What the server wrote did not all arrive where the connection broke off.
  return { file, rows: cut ? null : (state?.rows ?? null), truncated: reason };
}

async function collect(response: Response, signal: AbortSignal): Promise<{ file: Blob; cut: string | null }> {
  const type = response.headers.get("Content-Type") ?? "application/octet-stream";
  const pieces: Blob[] = [];
  let fresh: Uint8Array<ArrayBuffer>[] = [];
  let waiting = 0;
  let cut: string | null = null;
  const reader = response.body?.getReader();
  try {
    while (reader) {
      const { done, value } = await reader.read();
      if (done) break;
      fresh.push(value);
      waiting += value.byteLength;
      if (waiting < PIECE) continue;
      pieces.push(new Blob(fresh));
      fresh = [];
      waiting = 0;
    }
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    cut = "the connection broke off";
  }
  return { file: new Blob([...pieces, ...fresh], { type }), cut };
}

/** Whether an error only means that it was called off. */
export const isCalledOff = (thrown: unknown): boolean =>
  thrown instanceof DOMException && thrown.name === "AbortError" && !(thrown instanceof ApiProblem);
