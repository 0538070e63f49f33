import { type DragEvent, useCallback, useState } from "react";
import { MOST_SHOWN } from "@/app/search";
import { formatCount } from "@/shared/format/value";
import { isField, namesIn, usePastedNames } from "@/shared/pv/pasted";
import { distinct, type TraceSpec, traceId } from "./model/trace-spec";
import type { View } from "./view";

/** What comes of adding names: the traces, and what is to be said of those that don't fit. */
export function addNames(
  specs: readonly TraceSpec[],
  names: readonly string[],
): { specs: TraceSpec[]; note: string | null } {
  const present = new Set(specs.map(traceId));
  const news = distinct(names.map((text) => ({ kind: "pv" as const, text }))).filter(
    (spec) => !present.has(traceId(spec)),
  );
  const taken = news.slice(0, Math.max(0, MOST_SHOWN - specs.length));
  const left = news.length - taken.length;
  if (left > 0) {
    return {
      specs: [...specs, ...taken],
      note:
        `Of ${formatCount(news.length)} PVs ${formatCount(taken.length)} were added and ${formatCount(left)} left ` +
        `out: one view shows at most ${MOST_SHOWN} traces. Open the others in a view of their own.`,
    };
  }
  const nothing = names.length > 0 && taken.length === 0;
  return { specs: [...specs, ...taken], note: nothing ? "These PVs are shown already." : null };
}

/** Add PVs by name, by pasting a list anywhere in the page, and by dropping one. */
export function useAdding({ specs, setTraces }: View) {
  const [note, setNote] = useState<string | null>(null);
  const add = useCallback(
    (names: readonly string[]) => {
      const added = addNames(specs, names);
      setNote(added.note);
      if (added.specs.length > specs.length) setTraces(added.specs);
    },
    [specs, setTraces],
  );
  usePastedNames(add);
  const dropping = {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes("text/plain")) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
    },
    onDrop: (event: DragEvent) => {
      if (isField(event.target)) return;
      event.preventDefault();
      const names = namesIn(event.dataTransfer.getData("text/plain"));
      if (names.length > 0) add(names);
    },
  };
  return { add, note, dismiss: () => setNote(null), dropping };
}
