import createClient from "openapi-fetch";
import type { paths as ConfigPaths } from "./generated/config";
import type { paths as QueryPaths } from "./generated/query";
import type { paths as SupervisorPaths } from "./generated/supervisor";
import { problemOf, problemOfThrown } from "./problems";

const TIMEOUT_MS = 60_000;

async function fetchInTime(request: Request): Promise<Response> {
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  return fetch(request, { signal: AbortSignal.any([request.signal, limit]) });
}

// config-api takes a write that a cookie vouches for only with this header: another site can't send it.
const headers = { "X-CAFlux": "1" };

export const configApi = createClient<ConfigPaths>({ baseUrl: "/api/config", headers, fetch: fetchInTime });
export const queryApi = createClient<QueryPaths>({ baseUrl: "/api/query", headers, fetch: fetchInTime });
export const supervisorApi = createClient<SupervisorPaths>({
  baseUrl: "/api/supervisor",
  headers,
  fetch: fetchInTime,
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Give what a request answered; throw an `ApiProblem` that begins with `what` where it did not succeed. */
export async function answerOf<T>(what: string, request: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await request;
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === "AbortError") throw thrown;
    throw problemOfThrown(what, thrown);
  }
  if (!answer.response.ok) throw problemOf(what, answer.response.status, answer.error);
  return answer.data as T;
}
