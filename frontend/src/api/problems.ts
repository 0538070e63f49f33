/** What a service says of an error (RFC 9457); `errors` tells where and what, or the rows of an import. */
interface Problem {
  title?: string;
  detail?: string;
  errors?: Record<string, unknown>[];
}

/**
 * A request that failed: `message` says what was being done and what went wrong.
 * `status` is 0 where no service answered.
 */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";

  constructor(
    readonly what: string,
    readonly status: number,
    readonly detail: string,
    readonly errors: Record<string, unknown>[] = [],
  ) {
    super(`${what}: ${detail}`);
  }

  /** Whether logging in may help. */
  get needsLogin(): boolean {
    return this.status === 401 || this.status === 403;
  }

  /** Whether nothing came back, neither yes nor no. */
  get unanswered(): boolean {
    return this.detail === AWAY;
  }

  /** The same of something that was to change: nobody asks for it again by itself. */
  get ofChange(): ApiProblem {
    return this.unanswered ? new ApiProblem(this.what, this.status, MAYBE) : this;
  }

  /** Whether the same request may succeed later without anyone doing anything. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** How soon what failed only for now is asked again, ms. */
const AGAIN_MS = 4_000;

/** When a query is to be made again: soon where it failed only for now, else as told. */
export function againIn(error: unknown, otherwise: number | false): number | false {
  return error instanceof ApiProblem && error.passing ? AGAIN_MS : otherwise;
}

const AWAY = "CAFlux does not answer. It is asked again until it does.";
const MAYBE = "CAFlux does not answer, and whether it was done is not known. Look, then try again.";

/** Make a problem of an answer with a status that is not 2xx. */
export function problemOf(what: string, status: number, body: unknown): ApiProblem {
  const problem = (typeof body === "object" && body !== null ? body : {}) as Problem;
  if (!problem.detail && (status === 502 || status === 503 || status === 504)) {
    return new ApiProblem(what, status, AWAY);
  }
  const detail = problem.detail ?? problem.title ?? `the service answered with status ${status}`;
  return new ApiProblem(what, status, detail, problem.errors ?? []);
}

/** Make a problem of whatever was thrown on the way to a service. */
export function problemOfThrown(what: string, thrown: unknown): ApiProblem {
  if (thrown instanceof ApiProblem) return thrown;
  if (thrown instanceof DOMException && thrown.name === "TimeoutError") {
    return new ApiProblem(what, 0, "there was no answer in time. Ask for a shorter range, or try again.");
  }
  return new ApiProblem(what, 0, AWAY);
}
