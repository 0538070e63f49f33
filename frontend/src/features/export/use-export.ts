import { useMutation, useMutationState, useQuery } from "@tanstack/react-query";
import { saveFile } from "@/shared/ui/copy";
import { addressOf, type ExportQuery, fileNameOf } from "./choices";
import { askState, type Ended, isCalledOff, runExport } from "./run";

const KEY = ["export"] as const;
const POLL_MS = 700;

/** An export that was begun: what was asked for, under which name it is known, and what calls it off. */
interface Begun {
  query: ExportQuery;
  id: string;
  name: string;
  abort: AbortController;
}

export type Run =
  | { state: "idle" }
  | { state: "running"; begun: Begun }
  | { state: "ended"; name: string; ended: Ended; query: ExportQuery }
  | { state: "failed"; error: unknown; query: ExportQuery };

/**
 * Runs an export, tells how far it is, and saves the file once it is whole; else only if one wants it so. It goes on
 * while another panel is open, and is found again.
 */
export function useExport() {
  const { mutate } = useMutation({
    mutationKey: KEY,
    mutationFn: async ({ query, id, name, abort }: Begun) => {
      const ended = await runExport(addressOf(query, id), id, abort.signal);
      if (ended.truncated === null) saveFile(name, ended.file);
      return ended;
    },
  });
  const all = useMutationState({ filters: { mutationKey: KEY }, select: ({ state }) => state });
  const latest = all.at(-1);
  const begun = latest?.variables as Begun | undefined;
  const run = runOf(latest?.status, begun, latest?.data as Ended | undefined, latest?.error);
  const id = run.state === "running" ? run.begun.id : "";
  const progress = useQuery({
    queryKey: ["export", id],
    queryFn: () => askState(id),
    enabled: id !== "",
    // Before it has begun nobody knows of it.
    refetchInterval: POLL_MS,
  }).data;
  return {
    run,
    progress,
    start: (query: ExportQuery) =>
      mutate({
        query,
        id: randomName(),
        name: fileNameOf(query, Date.now()),
        abort: new AbortController(),
      }),
    stop: () => begun?.abort.abort(),
  };
}

function runOf(
  status: string | undefined,
  begun: Begun | undefined,
  ended: Ended | undefined,
  error: unknown,
): Run {
  if (!begun) return { state: "idle" };
  if (status === "pending") return { state: "running", begun };
  if (status === "success" && ended) return { state: "ended", name: begun.name, ended, query: begun.query };
  return isCalledOff(error) ? { state: "idle" } : { state: "failed", error, query: begun.query };
}

/** Give a name that nobody guesses; `crypto.randomUUID` is not there on pages that came over plain HTTP. */
function randomName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
