import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { notesByTime } from "@/features/notes/notes";
import { useNotes } from "@/features/notes/queries";
import { severityName } from "@/shared/format/severity";
import { formatCount, formatValue } from "@/shared/format/value";
import { indexAt } from "@/shared/pv/samples";
import { formatStamp } from "@/shared/time/format";
import { formatOffset, useZone } from "@/shared/time/zone";
import { MANY_TEXTS, readingAt } from "../reading";
import type { ViewerTrace } from "../traces";
import type { PanelProps } from "./registry";
import { rowTimes } from "./rows";
import classes from "./table.module.css";

const ROW_PX = 26;

/** The chart as a table: a row for each time at which one of the traces has a sample, or begins a bin. */
export default function Table({ view, traces, window: [start, stop] }: PanelProps) {
  const zone = useZone();
  const notes = useNotes(view.range, view.live);
  const noted = useMemo(() => notesByTime(notes, start, stop), [notes, start, stop]);
  const seen = useMemo(() => traces.filter(({ spec }) => !spec.hidden), [traces]);
  const times = useMemo(() => rowTimes(seen, start, stop, [...noted.keys()]), [seen, start, stop, noted]);
  const scroll = useRef<HTMLElement>(null);
  const virtual = useVirtualizer({
    count: times.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  const rows = virtual.getVirtualItems();
  const before = rows[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (rows.at(-1)?.end ?? 0);
  return (
    <section
      ref={scroll}
      className={classes.scroll}
      aria-label="Data of the chart"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled with the keyboard
      tabIndex={0}
    >
      <table className={classes.table} aria-rowcount={times.length + 1}>
        <caption>
          {formatCount(times.length)} {times.length === 1 ? "time" : "times"}; grey: held from before
        </caption>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">Time, {formatOffset(stop, zone)}</th>
            {seen.map((trace) => (
              <th key={trace.id} scope="col">
                {trace.title}
              </th>
            ))}
            {noted.size > 0 && <th scope="col">Notes</th>}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <Space height={before} />}
          {rows.map(({ index, key }) => (
            <tr key={key} aria-rowindex={index + 2} style={{ height: ROW_PX }}>
              <th scope="row">{formatStamp(times[index] as number, zone)}</th>
              {seen.map((trace) => (
                <Cell key={trace.id} trace={trace} time={times[index] as number} />
              ))}
              {noted.size > 0 && <td className={classes.note}>{noted.get(times[index] as number)}</td>}
            </tr>
          ))}
          {after > 0 && <Space height={after} />}
        </tbody>
      </table>
    </section>
  );
}

/** Stands for the rows that are not seen. */
const Space = ({ height }: { height: number }) => (
  <tr>
    <td style={{ height }} />
  </tr>
);

function Cell({ trace, time }: { trace: ViewerTrace; time: number }) {
  const reading = readingAt(trace, time);
  if (!reading) return <td className={classes.held}>–</td>;
  const metadata = trace.info?.metadata;
  const own = reading.time === time || trace.samples.t[indexAt(trace.samples.t, time)] === time;
  const alarm = reading.severity > 0 ? ` ${severityName(reading.severity).toUpperCase()}` : "";
  const text = () => {
    if (reading.kind === "texts") return MANY_TEXTS;
    if (reading.kind === "sample") return formatValue(reading.value, metadata);
    const [mean, min, max] = [reading.mean, reading.min, reading.max].map((one) =>
      formatValue(one, metadata),
    );
    return `${mean} (${min} … ${max})`;
  };
  return (
    <td className={own ? undefined : classes.held}>
      {text()}
      {alarm && (
        <strong className={classes.alarm} data-severity={severityName(reading.severity)}>
          {alarm}
        </strong>
      )}
    </td>
  );
}
