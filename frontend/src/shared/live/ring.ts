import { indexAt, newIn, type Samples } from "@/shared/pv/samples";

/** The newest samples of one PV, bounded by age and by number; `version` grows with every change. */
export class Tail {
  readonly samples: Samples = { t: [], v: [], severity: [], status: [] };
  version = 0;

  constructor(
    private readonly keepMs: number,
    private readonly most: number,
  ) {}

  get lastTime(): number {
    return this.samples.t.at(-1) ?? Number.NEGATIVE_INFINITY;
  }

  /** Take samples that come after what is here; give how many did. */
  add(more: Samples): number {
    const first = newIn(this.samples, more);
    const { t, v, severity, status } = this.samples;
    for (let i = first; i < more.t.length; i++) {
      t.push(more.t[i] as number);
      v.push(more.v[i] as Samples["v"][number]);
      severity.push(more.severity[i] ?? 0);
      status.push(more.status[i] ?? 0);
    }
    const taken = more.t.length - first;
    if (taken > 0) {
      this.trim();
      this.version += 1;
    }
    return taken;
  }

  /** Put samples that came late where they belong; give how many were not here before. */
  insert(late: Samples): number {
    const begin = this.samples.t[0] ?? Number.POSITIVE_INFINITY;
    let taken = 0;
    for (let i = 0; i < late.t.length; i++) {
      const time = late.t[i] as number;
      const before = indexAt(this.samples.t, time);
      if (time < begin || this.samples.t[before] === time) continue;
      const { t, v, severity, status } = this.samples;
      t.splice(before + 1, 0, time);
      v.splice(before + 1, 0, late.v[i] as Samples["v"][number]);
      severity.splice(before + 1, 0, late.severity[i] ?? 0);
      status.splice(before + 1, 0, late.status[i] ?? 0);
      taken += 1;
    }
    if (taken > 0) this.version += 1;
    return taken;
  }

  /** Forget everything but the last sample: what came between is missing. */
  restart(): void {
    this.cut(this.samples.t.length - 1);
    this.version += 1;
  }

  private trim(): void {
    const count = this.samples.t.length;
    const old = indexAt(this.samples.t, this.lastTime - this.keepMs);
    const excess = Math.max(old, count - this.most);
    // Cutting a little at every sample would copy the columns each time.
    if (excess > this.most / 8 || count > this.most * 1.25) this.cut(excess);
  }

  private cut(count: number): void {
    if (count <= 0) return;
    const { t, v, severity, status } = this.samples;
    for (const column of [t, v, severity, status]) column.splice(0, count);
  }
}
