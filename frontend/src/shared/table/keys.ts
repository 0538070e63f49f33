/**
 * Give the row that a key leads to, or null where it leads to none.
 *
 * @param page how many rows are in sight.
 */
export function rowAfter(key: string, row: number, count: number, page: number): number | null {
  const last = count - 1;
  const steps: Record<string, number> = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    PageDown: row + Math.max(1, page - 1),
    PageUp: row - Math.max(1, page - 1),
    Home: 0,
    End: last,
  };
  const wanted = steps[key];
  return wanted === undefined || count === 0 ? null : Math.max(0, Math.min(last, wanted));
}
