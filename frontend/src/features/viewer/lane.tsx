import { indexAt } from "@/shared/pv/samples";
import type { PvTrace } from "@/shared/pv/traces";
import { formatStamp } from "@/shared/time/format";
import classes from "./lane.module.css";

interface Props {
  trace: PvTrace;
  window: readonly [number, number];
  /** Where the plot area lies, in CSS pixels. */
  area: { left: number; width: number };
}

const MOST = 400;

interface Label {
  text: string;
  start: number;
  stop: number;
}

/** Give the texts that are seen between two times, equal ones in a row as one. */
export function labelsOf({ samples }: Pick<PvTrace, "samples">, start: number, stop: number): Label[] {
  const labels: Label[] = [];
  for (let i = Math.max(0, indexAt(samples.t, start)); i < samples.t.length; i++) {
    const time = samples.t[i] as number;
    if (time >= stop) break;
    const text = String(samples.v[i]);
    const last = labels.at(-1);
    const until = Math.min(samples.t[i + 1] ?? stop, stop);
    if (last?.text === text) last.stop = until;
    else labels.push({ text, start: Math.max(time, start), stop: until });
  }
  return labels;
}

/** The texts of a PV over the chart's time, each where it was held. */
export function Lane({ trace, window: [start, stop], area }: Props) {
  const labels = labelsOf(trace, start, stop);
  const scale = area.width / (stop - start);
  const tooMany = labels.length > MOST || (trace.history?.bins != null && labels.length === 0);
  return (
    <section className={classes.lane} aria-label={`Texts of ${trace.pv}`}>
      <span className={classes.name}>{trace.pv}</span>
      <div className={classes.strip} style={{ marginLeft: area.left, width: area.width }}>
        {tooMany ? (
          <span className={classes.note}>More texts than fit here: zoom in to read them.</span>
        ) : (
          labels.map((label) => (
            <span
              key={label.start}
              className={classes.label}
              title={`${formatStamp(label.start)}  ${label.text}`}
              style={{
                left: (label.start - start) * scale,
                width: Math.max(2, (label.stop - label.start) * scale - 1),
              }}
            >
              {label.text}
            </span>
          ))
        )}
      </div>
    </section>
  );
}
