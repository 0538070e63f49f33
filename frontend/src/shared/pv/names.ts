/**
 * Split what was typed or pasted into PV names: one a line, or separated by tabs, commas or semicolons.
 * A name with a JSON filter (`{"dbnd":…}`) holds commas itself; a line with a brace is one name.
 */
export function splitNames(text: string): string[] {
  const names = text
    .split(/[\n\r\t]+/)
    .flatMap((line) => (line.includes("{") ? [line] : line.split(/[,;]+/)))
    .map((name) => name.trim());
  return [...new Set(names)].filter((name) => name !== "");
}
