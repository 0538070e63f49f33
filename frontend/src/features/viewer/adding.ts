import { type DragEvent, useCallback, useEffect, useState } from "react";
import { MOST_SHOWN } from "@/app/search";
import { formatCount } from "@/shared/format/value";
import { splitNames } from "@/shared/pv/names";
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

/** Read the names out of a text that was pasted or dropped: a list, or the address of a viewer. */
export function namesIn(text: string): string[] {
  const address = /^https?:\S+$/.test(text.trim()) ? new URL(text.trim()) : null;
  return address ? address.searchParams.getAll("pv") : splitNames(text);
}

const isField = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;

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
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      if (isField(event.target)) return;
      const names = namesIn(event.clipboardData?.getData("text") ?? "");
      if (names.length > 0) add(names);
    };
    document.addEventListener("paste", onPaste);
    return () => document.removeEventListener("paste", onPaste);
  }, [add]);
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
