import { problemOf, problemOfThrown } from "@/api/problems";
import type { ImportedRow, ImportMode, ImportResult } from "@/api/types";

/** What can be imported, by the end of a file's name. */
const TYPES: Record<string, string> = {
  csv: "text/csv; charset=utf-8",
  json: "application/json",
  yaml: "application/yaml",
  yml: "application/yaml",
  xml: "application/xml",
  txt: "text/plain; charset=utf-8",
};

export const FILES = ".csv,.json,.yaml,.yml,.xml,.txt";

/** Tell what a pasted text is: a table with a header, XML, JSON, YAML, or names. */
export function typeOfText(text: string): string {
  const begin = text.replace(/^\ufeff/, "").trimStart();
  const header = begin.split(/\r?\n/, 1)[0] ?? "";
  const columns = header.split(/[,;\t]/).map((column) => column.trim().replaceAll('"', "").toLowerCase());
  if (columns.includes("name")) return TYPES.csv as string;
  if (begin.startsWith("<")) return TYPES.xml as string;
  if (/^\[\s*[[{"\]]/.test(begin) || begin.startsWith("{")) return TYPES.json as string;
  if (/^-\s+(\{|name\s*:)/m.test(begin)) return TYPES.yaml as string;
  return TYPES.txt as string;
}

/** Count the lines of a pasted text that say something. */
export const namesPasted = (text: string): number =>
  text.split(/[\r\n]+/).filter((line) => line.trim() !== "").length;

/** Tell what a file is by its name, or else by what is in it. */
export function typeOfFile(name: string, begin: string): string {
  const byName = TYPES[name.split(".").at(-1)?.toLowerCase() ?? ""];
  return byName && !byName.startsWith("text/plain") ? byName : typeOfText(begin);
}

export interface ImportWanted {
  body: Blob | string;
  type: string;
  mode: ImportMode;
  dryRun: boolean;
}

const AWAY = "CAFlux does not answer.";
const TRIED = `${AWAY} Nothing was changed: try again.`;
const BROKEN_OFF = `${AWAY} Either all of it was done or nothing: try again, what is done stays as it is.`;

interface Line {
  row?: ImportedRow;
  progress?: { rows: number; bytes: number; of_bytes: number };
  result?: ImportResult;
  problem?: { status: number; detail: string; errors?: Record<string, unknown>[] };
}

export interface ImportOutcome {
  result: ImportResult;
  /** What changes, or changed: all of them but those that stay as they are. */
  rows: ImportedRow[];
}

/** Read lines of JSON as they arrive. */
export async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Line> {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    const lines = (rest + (value ?? "")).split("\n");
    rest = done ? "" : (lines.pop() ?? "");
    for (const line of lines) if (line.trim() !== "") yield JSON.parse(line) as Line;
    if (done) return;
  }
}

/** Import PVs, or tell what that would do; `onProgress` hears how far it is, 0 to 1. */
export async function importPvs(
  { body, type, mode, dryRun }: ImportWanted,
  onProgress: (share: number) => void,
): Promise<ImportOutcome> {
  const what = dryRun ? "Trying the import" : "Importing PVs";
  const broken = dryRun ? TRIED : BROKEN_OFF;
  const query = new URLSearchParams({ mode, dry_run: String(dryRun) });
  const headers = { "Content-Type": type, Accept: "application/x-ndjson", "X-CAFlux": "1" };
  const rows: ImportedRow[] = [];
  let result: ImportResult | null = null;
  try {
    const answer = await fetch(`/api/config/v1/pvs/import?${query}`, { method: "POST", headers, body });
    if (!answer.ok || !answer.body)
      throw problemOf(what, answer.status, await answer.json().catch(() => null));
    for await (const line of linesOf(answer.body)) {
      if (line.problem) throw problemOf(what, line.problem.status, line.problem);
      if (line.row && line.row.outcome !== "unchanged") rows.push(line.row);
      if (line.progress) onProgress(line.progress.bytes / Math.max(1, line.progress.of_bytes));
      if (line.result) result = line.result;
    }
  } catch (thrown) {
    const problem = problemOfThrown(what, thrown);
    throw problem.unanswered ? problemOf(what, 502, { detail: broken }) : problem;
  }
  if (!result) throw problemOf(what, 502, { detail: broken });
  return { result, rows };
}

/** Give rows that undo what an import changed: each with what it was before. */
export const undoing = (rows: readonly ImportedRow[]): Record<string, unknown>[] =>
  rows.flatMap(({ outcome, name, before }) => (outcome === "changed" && before ? [{ name, ...before }] : []));
