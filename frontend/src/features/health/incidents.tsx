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

/** A part is degraded or down, an alarm minor or major. */
function stateOf({ kind, severity }: Incident) {
  const health = severity === "major" ? ("down" as const) : ("degraded" as const);
  return kind === "alarm" ? { health, word: severity === "major" ? "Major" : "Minor" } : { health };
}

/** What was not well, and what was done about it. */
export function Incidents({ incidents, now }: { incidents: readonly Incident[]; now: number }) {
  const actions = useAlarmActions();
  const operates = useMay("operate");
  const [asked, setAsked] = useState<Incident | null>(null);
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
                    <State {...stateOf(incident)} />
                  </td>
                  <td className={classes.wrap}>{incident.cause}</td>
                  <td className={classes.wrap}>
                    {(incident.actions ?? []).map((action) => (
                      <div key={action}>{action}</div>
                    ))}
                    {ended === null && operates && (
                      <Button size="compact-xs" variant="default" onClick={() => setAsked(incident)}>
                        Acknowledge
                      </Button>
                    )}
                  </td>
                  <td>{incident.mailed ? "yes" : "no"}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
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
