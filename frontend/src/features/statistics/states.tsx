import { useComputedColorScheme } from "@mantine/core";
import { stateLook, stripesCss } from "@/shared/chart/state-look";
import { formatNumber } from "@/shared/format/value";
import { formatSpan } from "@/shared/time/format";
import classes from "@/shared/ui/panel.module.css";
import type { TraceStatistics } from "./queries";
import own from "./states.module.css";

/** For how long each PV of states was in which, as bars and numbers. */
export function States({ rows }: { rows: readonly TraceStatistics[] }) {
  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label="Time in states">
        <thead>
          <tr>
            <th scope="col">Trace</th>
            <th scope="col">State</th>
            <th scope="col">Part of the time</th>
            <th scope="col" className={classes.number}>
              %
            </th>
            <th scope="col" className={classes.number}>
              Time
            </th>
            <th scope="col" className={classes.number}>
              Samples
            </th>
          </tr>
        </thead>
        {rows.map((row) => (
          <OfTrace key={row.trace.id} row={row} />
        ))}
      </table>
    </div>
  );
}

function OfTrace({ row: { trace, statistics } }: { row: TraceStatistics }) {
  const scheme = useComputedColorScheme("light");
  // States look as in their strip below the chart; a text has no number.
  const barOf = (value: number | string) => {
    if (typeof value !== "number") return { background: trace.pen.colour };
    const look = stateLook(value, scheme);
    if (look.pattern === "plain") return { background: look.colour };
    return {
      background: `${stripesCss(look)}, color-mix(in srgb, ${look.colour} 22%, transparent)`,
      boxShadow: `inset 2px 0 0 ${look.colour}`,
    };
  };
  const states = [...(statistics?.states ?? [])].sort((a, b) => b.seconds - a.seconds);
  if (states.length === 0) {
    return (
      <tbody>
        <tr>
          <th scope="row">{trace.title}</th>
          <td colSpan={5} className={classes.dim}>
            {statistics ? "It has too many values to count the time in each." : "…"}
          </td>
        </tr>
      </tbody>
    );
  }
  return (
    <tbody>
      {states.map(({ value, label, seconds, percent, count }, i) => (
        <tr key={String(value)} data-pv={trace.id} data-state={label ?? value}>
          {i === 0 && (
            <th scope="rowgroup" rowSpan={states.length} className={own.trace}>
              {trace.title}
            </th>
          )}
          <td>{label ?? String(value)}</td>
          <td className={own.bar}>
            <span style={{ width: `${percent ?? 0}%`, ...barOf(value) }} />
          </td>
          <td className={classes.number} data-testid="percent">
            {percent === null ? "–" : formatNumber(percent, percent === 100 ? 0 : 2)}
          </td>
          <td className={classes.number}>{formatSpan(seconds * 1000) || "0 s"}</td>
          <td className={classes.number}>{count}</td>
        </tr>
      ))}
    </tbody>
  );
}
