import { noteMarks, shortened, type TimedNote } from "@/features/notes/notes";
import { formatStamp } from "@/shared/time/format";
import type { Zone } from "@/shared/time/zone";
import { escaped } from "./path";
import type { Frame } from "./svg";

const APART_PX = 22;
const ROW = 17;
const MOST_LETTERS = 150;

interface Colours {
  text: string;
  dim: string;
  page: string;
  accent: string;
}

const flag = (x: number, y: number, text: string, { accent, page }: Colours): string => {
  const wide = 8 + 7 * text.length;
  return (
    `<rect x="${(x - wide / 2).toFixed(1)}" y="${y}" width="${wide}" height="14" rx="3" fill="${accent}"/>` +
    `<text x="${x.toFixed(1)}" y="${y + 11}" text-anchor="middle" font-size="10" font-weight="600" fill="${page}">${text}</text>`
  );
};

/** Notes across the chart, with a number each; and from `below` on what they say. */
export function notesOf(
  notes: readonly TimedNote[],
  [start, stop]: readonly [number, number],
  zone: Zone,
  { left, right, x }: Frame,
  place: { flags: number; top: number; bottom: number; below: number },
  colours: Colours,
): { text: string; height: number } {
  const perPx = (stop - start) / (right - left);
  const parts: string[] = [];
  const said: string[] = [];
  for (const mark of noteMarks(notes, start, stop, APART_PX * perPx)) {
    const first = said.length + 1;
    for (const note of mark.notes) {
      const [from, to] = [x(Math.max(start, note.start)), x(Math.min(stop, note.stop ?? note.start))];
      parts.push(
        `<path data-note="${note.id}" d="M${from.toFixed(1)} ${place.top}V${place.bottom}${
          note.stop === null ? "" : `M${to.toFixed(1)} ${place.top}V${place.bottom}`
        }" stroke="${colours.accent}" stroke-width="1.5" stroke-dasharray="5 4" fill="none"/>`,
      );
      if (to > from) {
        parts.push(
          `<rect x="${from.toFixed(1)}" y="${place.top}" width="${(to - from).toFixed(1)}" height="${place.bottom - place.top}" fill="${colours.accent}" fill-opacity="0.1"/>`,
        );
      }
      const until = note.stop === null ? "" : ` to ${formatStamp(note.stop, zone)}`;
      const text = shortened(`${note.text.replaceAll("\n", " ")}`, MOST_LETTERS);
      said.push(`${said.length + 1}  ${formatStamp(note.start, zone)}${until}  ${text} (${note.by})`);
    }
    const last = said.length;
    parts.push(flag(x(mark.time), place.flags, first === last ? `${first}` : `${first}–${last}`, colours));
  }
  said.forEach((text, i) => {
    parts.push(
      `<text x="${left}" y="${place.below + (i + 1) * ROW - 4}" fill="${colours.text}" xml:space="preserve">${escaped(text)}</text>`,
    );
  });
  return { text: parts.join(""), height: said.length * ROW };
}

/** The measuring cursors, as they stand in the chart. */
export function marksOf(
  marks: readonly [number, number] | null,
  [start, stop]: readonly [number, number],
  { x }: Frame,
  place: { flags: number; top: number; bottom: number },
  colours: Colours,
): string {
  const seen = (marks ?? []).map((time, i) => ({ time, name: i === 0 ? "A" : "B" }));
  return seen
    .filter(({ time }) => start <= time && time <= stop)
    .map(({ time, name }) => {
      const at = x(time);
      return (
        `<line x1="${at.toFixed(1)}" x2="${at.toFixed(1)}" y1="${place.top}" y2="${place.bottom}" stroke="${colours.accent}" stroke-width="1.5"/>` +
        flag(at, place.top, name, colours)
      );
    })
    .join("");
}
