import { useEffect } from "react";
import { splitNames } from "./names";

/** Read the names out of a text that was pasted or dropped: a list, or the address of a viewer or a board. */
export function namesIn(text: string): string[] {
  const address = /^https?:\S+$/.test(text.trim()) ? new URL(text.trim()) : null;
  return address ? address.searchParams.getAll("pv") : splitNames(text);
}

/** Whether what happens there is a field's own affair. */
export const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest("input, textarea, select, [contenteditable], [role=dialog]") !== null;

/** Take the names that are pasted anywhere in the page but into a field. */
export function usePastedNames(add: (names: string[]) => void): void {
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      if (isField(event.target)) return;
      const names = namesIn(event.clipboardData?.getData("text") ?? "");
      if (names.length > 0) add(names);
    };
    document.addEventListener("paste", onPaste);
    return () => document.removeEventListener("paste", onPaste);
  }, [add]);
}
