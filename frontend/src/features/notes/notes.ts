import type { Note } from "@/api/types";

/** A note with its times in ms; `stop` is null of one that is of a moment. */
export interface TimedNote extends Omit<Note, "start" | "stop"> {
  start: number;
  stop: number | null;
}

export const timed = ({ start, stop, ...note }: Note): TimedNote => ({
  ...note,
  start: Date.parse(start),
  stop: stop ? Date.parse(stop) : null,
});

/** Notes whose marks would lie over each other have one. */
export interface NoteMark {
  /** Where it is, ms: within what is shown. */
  time: number;
  notes: TimedNote[];
}

/** Give the marks of the notes of which a part is in a window, where those begin; each is `apartMs` from the next. */
export function noteMarks(
  notes: readonly TimedNote[],
  start: number,
  stop: number,
  apartMs: number,
): NoteMark[] {
  const marks: NoteMark[] = [];
  for (const note of notes) {
    if (note.start > stop || (note.stop ?? note.start) < start) continue;
    const time = Math.max(note.start, start);
    const last = marks.at(-1);
    if (last && time - last.time < apartMs) last.notes.push(note);
    else marks.push({ time, notes: [note] });
  }
  return marks;
}

/** Where a note lies across what is shown, as fractions of it; null: nowhere. */
export function placeOf(
  note: TimedNote,
  start: number,
  stop: number,
): { left: number; width: number } | null {
  const end = note.stop ?? note.start;
  if (note.start > stop || end < start) return null;
  const left = (Math.max(note.start, start) - start) / (stop - start);
  return { left, width: (Math.min(end, stop) - start) / (stop - start) - left };
}

/** A text as a mark has room for it. */
export const shortened = (text: string, most = 40): string => {
  const line = text.split("\n", 1)[0] ?? "";
  return line.length < text.length || line.length > most ? `${line.slice(0, most - 1).trimEnd()}…` : line;
};

/** Give what notes say, by the time at which they come first in a window: their begin, or its. */
export function notesByTime(notes: readonly TimedNote[], start: number, stop: number): Map<number, string> {
  const found = new Map<number, string>();
  for (const { time, notes: here } of noteMarks(notes, start, stop, 0)) {
    const said = here.map(({ text, by }) => `${text} (${by})`).join("; ");
    found.set(time, [found.get(time), said].filter(Boolean).join("; "));
  }
  return found;
}
