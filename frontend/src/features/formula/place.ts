/** What stands before the cursor and may be completed: a PV's name in quotes, or a word. */
export interface Place {
  kind: "pv" | "word";
  /** Where it begins, without the quote. */
  from: number;
  typed: string;
  /** Of a name in quotes: whether its second quote stands right behind. */
  closed: boolean;
}

/** Tell what may be completed at a position; null: nothing. */
export function placeAt(text: string, position: number): Place | null {
  let quote = -1;
  for (let i = 0; i < position; i++) {
    if (text[i] !== '"') continue;
    if (quote < 0) quote = i;
    else if (text[i + 1] === '"' && i + 1 < position) i += 1;
    else quote = -1;
  }
  if (quote >= 0) {
    const typed = text.slice(quote + 1, position).replaceAll('""', '"');
    return { kind: "pv", from: quote + 1, typed, closed: text[position] === '"' };
  }
  const word = /[\p{L}_][\p{L}\d_:.-]*$/u.exec(text.slice(0, position))?.[0];
  return word ? { kind: "word", from: position - word.length, typed: word, closed: false } : null;
}

/**
 * Give the part of a text that an error is about: what begins `offset` characters after the start, in units of
 * JavaScript's strings; at the end, the last character.
 */
export function partAt(text: string, offset: number): [from: number, to: number] {
  const from = [...text].slice(0, offset).join("").length;
  if (from >= text.length) return [Math.max(0, text.trimEnd().length - 1), text.length];
  const token = /^(?:"(?:[^"]|"")*"?|[\p{L}\d_.]+|\s+|\S)/u.exec(text.slice(from))?.[0] ?? "";
  return [from, from + Math.max(1, token.length)];
}
