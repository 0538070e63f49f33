/** As many PVs as query-api takes in one live stream. */
export const MOST_PVS = 500;

/** Which PVs are watched, counted by who watches them. */
export class WatchList {
  private readonly counts = new Map<string, number>();

  get size(): number {
    return this.counts.size;
  }

  has(pv: string): boolean {
    return this.counts.has(pv);
  }

  /** The PVs to stream, sorted; beyond what one stream takes, those that were watched first. */
  list(): string[] {
    return [...this.counts.keys()].slice(0, MOST_PVS).sort();
  }

  add(pvs: readonly string[]): void {
    for (const pv of pvs) this.counts.set(pv, (this.counts.get(pv) ?? 0) + 1);
  }

  remove(pvs: readonly string[]): void {
    for (const pv of pvs) {
      const count = (this.counts.get(pv) ?? 0) - 1;
      if (count > 0) this.counts.set(pv, count);
      else this.counts.delete(pv);
    }
  }

  /** Tell how a list that is streamed differs: PVs are missing from it, or it only has too many. */
  differsFrom(streamed: readonly string[]): "none" | "added" | "removed" {
    const present = new Set(streamed);
    const wanted = this.list();
    if (wanted.some((pv) => !present.has(pv))) return "added";
    return present.size > wanted.length ? "removed" : "none";
  }
}
