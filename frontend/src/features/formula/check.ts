import { useQuery } from "@tanstack/react-query";
import { answerOf, queryApi } from "@/api/clients";
import { ApiProblem } from "@/api/problems";
import type { DataAnswer } from "@/api/types";

/** What the API says of an expression: what it is worth now, or what is wrong and where. */
export type Verdict =
  | { ok: true; value: number | null }
  | { ok: false; message: string /** Characters before it. */; offset: number | null };

interface ErrorRow {
  where?: unknown;
  what?: unknown;
  offset?: unknown;
  expected?: unknown;
}

/** Make of a refusal what the editor shows; errors of another kind are thrown on. */
export function verdictOf(thrown: unknown): Verdict {
  if (!(thrown instanceof ApiProblem) || ![404, 422].includes(thrown.status)) throw thrown;
  const row = (thrown.errors as ErrorRow[]).find(({ offset }) => typeof offset === "number");
  if (!row) return { ok: false, message: thrown.detail, offset: null };
  const expected = row.expected ? `; expected ${String(row.expected)}` : "";
  return { ok: false, message: `${String(row.what)}${expected}`, offset: Number(row.offset) };
}

async function fetchVerdict(expr: string, signal: AbortSignal): Promise<Verdict> {
  const query = { expr: [expr], from: "now-1s", to: "now", points: 1_000 };
  const request = queryApi.GET("/v1/data", { params: { query }, signal });
  try {
    const { series } = (await answerOf("Checking the formula", request)) as DataAnswer;
    const [first] = series;
    const last = first?.kind === "raw" ? first.value.at(-1) : first?.last.at(-1);
    return { ok: true, value: typeof last === "number" ? last : null };
  } catch (thrown) {
    return verdictOf(thrown);
  }
}

/** Ask what the API thinks of an expression, and what it is worth now. */
export function useVerdict(expr: string) {
  return useQuery({
    queryKey: ["formula", expr],
    queryFn: ({ signal }) => fetchVerdict(expr, signal),
    enabled: expr !== "",
    staleTime: 10_000,
  });
}
