/** A sentence of an API, with what stands between backticks as code. */
export function Coded({ children }: { children: string }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: parts of a sentence have no other key, and no state
  return children.split("`").map((part, i) => (i % 2 === 1 ? <code key={i}>{part}</code> : part));
}
