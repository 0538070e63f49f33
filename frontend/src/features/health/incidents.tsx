import { Button } from "@mantine/core";
import { useState } from "react";
import type { Incident } from "@/api/types";
import { AcknowledgeDialog } from "@/features/alarms/acknowledge-dialog";
import { useAlarmActions } from "@/features/alarms/queries";
import { useMay } from "@/features/session/queries";
import { formatSecond, formatSpan } from "@/shared/time/format";
import { Section } from "./section";
import { State } from "./state";
import classes from "./tables.module.css";
import { TimeLine } from "./time-line";

/** A part is degraded or down, an alarm minor or major. */
function stateOf({ kind, severity }: Incident) {
  const health = severity === "major" ? ("down" as const) : ("degraded" as const);
  return kind === "alarm" ? { health, word: severity === "major" ? "Major" : "Minor" } : { health };
}

const FIRST = 8;

/** What is worse comes first; of what is as bad, the newest. */
const worstFirst = (a: Incident, b: Incident): number =>
  Number(b.severity === "major") - Number(a.severity === "major") || b.id - a.id;

/** What was not well, and what was done about it. */
export function Incidents({ incidents, now }: { incidents: readonly Incident[]; now: number }) {
  const actions = useAlarmActions();
  const operates = useMay("operate");
  const [asked, setAsked] = useState<Incident | null>(null);
  const [all, setAll] = useState(false);
  const lasting = incidents.filter(({ ended_at }) => !ended_at).sort(worstFirst);
  const over = incidents.filter(({ ended_at }) => ended_at);
  const shown = all
    ? [...lasting, ...over]
    : [...lasting, ...over.slice(0, Math.max(0, FIRST - lasting.length))];
  const aside = incidents.length > 0 && (
    <span className={classes.count}>
      {lasting.length === 0 ? "none going on" : `${lasting.length} going on`}
    </span>
  );
  return (
    <Section title="Incidents" aside={aside}>
      {incidents.length === 0 ? (
        <p className={classes.note}>
          Nothing is known to have gone wrong. What does is listed here, with its cause and what was done.
        </p>
      ) : (
        <>
          <TimeLine incidents={incidents} now={now} />
          <table className={`${classes.table} ${classes.cards}`}>
            <thead>
              <tr>
                <th scope="col">State</th>
                <th scope="col">Component</th>
                <th scope="col">Began</th>
                <th scope="col">Lasted</th>
                <th scope="col">Cause, and what was done</th>
                <th scope="col">Mailed</th>
                <th scope="col">
                  <span className="sr-only">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((incident) => {
                const began = Date.parse(incident.began_at);
                const ended = incident.ended_at ? Date.parse(incident.ended_at) : null;
                return (
                  <tr key={incident.id} data-incident={incident.id} data-over={ended !== null}>
                    <td>
                      <State {...stateOf(incident)} />
                    </td>
                    <th scope="row">{incident.component}</th>
                    <td data-label="Began">{formatSecond(began)}</td>
                    <td data-label="Lasted">
                      {ended === null ? (
                        <strong>{formatSpan(now - began)}, still</strong>
                      ) : (
                        formatSpan(ended - began)
                      )}
                    </td>
                    <td className={classes.wrap}>
                      {incident.cause}
                      {(incident.actions ?? []).map((action) => (
                        <div key={action} className={classes.dim}>
                          {action}
                        </div>
                      ))}
                    </td>
                    <td className={classes.dim} data-label="Mailed">
                      {incident.mailed ? "yes" : "no"}
                    </td>
                    <td className={classes.number}>
                      {ended === null && operates && (
                        <Button
                          size="compact-xs"
                          variant="default"
                          aria-label={`Acknowledge ${incident.component}`}
                          onClick={() => setAsked(incident)}
                        >
                          Acknowledge
                        </Button>
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
          {shown.length < incidents.length && (
            <p className={classes.more}>
              <Button size="compact-xs" variant="subtle" onClick={() => setAll(true)}>
                Show all {incidents.length}
              </Button>
            </p>
          )}
        </>
      )}
      {asked && (
        <AcknowledgeDialog
          name={asked.component}
          incident={asked.id}
          actions={actions}
          onClose={() => setAsked(null)}
        />
      )}
    </Section>
  );
}
