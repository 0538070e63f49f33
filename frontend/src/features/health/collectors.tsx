import type { Collector } from "@/api/types";
import { formatCount } from "@/shared/format/value";
import { formatAge } from "@/shared/time/format";
import { Section } from "./section";
import { State } from "./state";
import classes from "./tables.module.css";

/** The collectors that registered, and how many PVs each has. */
export function Collectors({ collectors, now }: { collectors: readonly Collector[]; now: number }) {
  return (
    <Section title="Collectors">
      {collectors.length === 0 ? (
        <p className={classes.note}>
          No collector has registered. Start one: it needs the address of config-api and the service token.
        </p>
      ) : (
        <table className={`${classes.table} ${classes.cards}`}>
          <thead>
            <tr>
              <th scope="col">Collector</th>
              <th scope="col">State</th>
              <th scope="col" className={classes.number}>
                PVs
              </th>
              <th scope="col">Host</th>
              <th scope="col">Version</th>
              <th scope="col">Last heard of</th>
            </tr>
          </thead>
          <tbody>
            {collectors.map((collector) => (
              <tr key={collector.id}>
                <th scope="row">{collector.id}</th>
                <td>
                  <State health={collector.alive ? "ok" : "down"} />
                </td>
                <td data-label="PVs" className={classes.number}>
                  {formatCount(collector.pv_count)} of {formatCount(collector.capacity ?? 0)}
                </td>
                <td data-label="Host">{collector.host}</td>
                <td data-label="Version">{collector.version}</td>
                <td data-label="Heard of" className={classes.dim}>
                  {formatAge(now - Date.parse(collector.seen_at))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
