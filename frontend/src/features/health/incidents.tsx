import type { Incident } from "@/api/types";
import { formatSecond, formatSpan } from "@/shared/time/format";
import { Section } from "./section";
import { State } from "./state";
import classes from "./tables.module.css";

/** What was not well, and what was done about it. */
export function Incidents({ incidents, now }: { incidents: readonly Incident[]; now: number }) {
  return (
    <Section title="Incidents">
      {incidents.length === 0 ? (
        <p className={classes.note}>Nothing has gone wrong since the supervisor started.</p>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Began</th>
              <th scope="col">Lasted</th>
              <th scope="col">Component</th>
              <th scope="col">State</th>
              <th scope="col">Cause</th>
              <th scope="col">Done</th>
              <th scope="col">Mailed</th>
            </tr>
          </thead>
          <tbody>
            {incidents.map((incident) => {
              const began = Date.parse(incident.began_at);
              const ended = incident.ended_at ? Date.parse(incident.ended_at) : null;
              return (
                <tr key={incident.id}>
                  <td>{formatSecond(began)}</td>
                  <td>{ended === null ? `${formatSpan(now - began)}, still` : formatSpan(ended - began)}</td>
                  <th scope="row">{incident.component}</th>
                  <td>
                    <State health={incident.severity === "major" ? "down" : "degraded"} />
                  </td>
                  <td className={classes.wrap}>{incident.cause}</td>
                  <td>{(incident.actions ?? []).join(", ")}</td>
                  <td>{incident.mailed ? "yes" : "no"}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </Section>
  );
}
