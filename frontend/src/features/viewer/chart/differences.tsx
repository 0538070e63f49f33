import { displayUnit } from "@/shared/chart/scales";
import { formatNumber } from "@/shared/format/value";
import { formatWidth } from "@/shared/time/format";
import type { ViewerTrace } from "../traces";
import classes from "./marks.module.css";
import { measure } from "./measure";

const MOST = 12;
const known = (value: number, precision?: number | null) =>
  Number.isNaN(value) ? "–" : formatNumber(value, precision);

/** What lies between the measuring cursors: time, and for each trace values, difference and slope. */
export function Differences({
  traces,
  marks: [first, second],
}: {
  traces: readonly ViewerTrace[];
  marks: readonly [number, number];
}) {
  const apart = Math.abs(second - first) * 1e6;
  const rows = traces.filter(({ kind, spec }) => kind === "number" && !spec.hidden).slice(0, MOST);
  return (
    <div className={classes.box} data-testid="differences">
      <table>
        <caption>
          B − A: {second < first ? "−" : ""}
          {formatWidth(apart)}
          {apart > 0 && `, ${formatNumber(1e9 / apart)} Hz`}
        </caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">Trace</span>
            </th>
            <th scope="col">A</th>
            <th scope="col">B</th>
            <th scope="col">B − A</th>
            <th scope="col">per s</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((trace) => {
            const { from, to, change, slope } = measure(trace, first, second);
            const metadata = trace.info?.metadata;
            const precision = metadata?.precision;
            return (
              <tr key={trace.id}>
                <th scope="row">{trace.title}</th>
                <td>{known(from, precision)}</td>
                <td>{known(to, precision)}</td>
                <td>
                  {known(change, precision)} {displayUnit(metadata?.egu)}
                </td>
                <td>{known(slope)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
