import { useDebouncedValue } from "@mantine/hooks";
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

const SETTLE_MS = 350;

/** Ask what the API thinks of an expression as it is typed, and what it is worth now; undefined: it is not known yet. */
export function useVerdict(text: string) {
  const expr = text.trim();
  const [settled] = useDebouncedValue(expr, SETTLE_MS);
  const check = useQuery({
    queryKey: ["formula", settled],
    queryFn: ({ signal }) => fetchVerdict(settled, signal),
    enabled: settled !== "",
    staleTime: 10_000,
  });
  return { check, verdict: settled === expr && settled !== "" ? check.data : undefined };
}
