import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { Section } from "@/features/health/section";
import tables from "@/features/health/tables.module.css";
import { LoginDeclined } from "@/features/session/provider";
import { useMay } from "@/features/session/queries";
import { formatSecond, formatSpan } from "@/shared/time/format";
import { ErrorNote } from "@/shared/ui/error-note";
import { MaintenanceDialog } from "./dialog";
import { useMaintenance, useMaintenanceActions } from "./queries";

/** Times in which alarms of some PVs are recorded, and nobody is mailed. */
export function MaintenanceTimes({ now }: { now: number }) {
  const times = useMaintenance();
  const actions = useMaintenanceActions();
  const operates = useMay("operate");
  const [adding, setAdding] = useState(false);
  const failed = actions.end.error && !(actions.end.error instanceof LoginDeclined);
  const add = operates && (
    <Button leftSection={<IconPlus size={14} />} variant="default" onClick={() => setAdding(true)}>
      Add maintenance
    </Button>
  );
  return (
    <Section title="Maintenance" aside={add}>
      {times.error && <ErrorNote error={times.error} onRetry={() => void times.refetch()} />}
      {failed && <ErrorNote error={actions.end.error} />}
      {times.data?.length === 0 && (
        <p className={tables.note}>
          No PV is under maintenance. Before work on the machine, name the PVs whose alarms nobody is to be
          mailed of.
        </p>
      )}
      {times.data && times.data.length > 0 && (
        <table className={`${tables.table} ${tables.cards}`}>
          <thead>
            <tr>
              <th scope="col">PVs</th>
              <th scope="col">From</th>
              <th scope="col">Until</th>
              <th scope="col">Why</th>
              <th scope="col">By</th>
              <th scope="col">
                <span className="sr-only">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {times.data.map((each) => {
              const [start, stop] = [Date.parse(each.start), Date.parse(each.stop)];
              return (
                <tr key={each.id} data-maintenance={each.id}>
                  <th scope="row" className={tables.wrap}>
                    {each.pvs.join(", ")}
                  </th>
                  <td data-label="From">
                    {start > now ? `in ${formatSpan(start - now)}` : formatSecond(start)}
                  </td>
                  <td data-label="Until">
                    {formatSecond(stop)}{" "}
                    {start <= now && stop > now && (
                      <span className={tables.dim}>{formatSpan(stop - now)} left</span>
                    )}
                  </td>
                  <td>{each.reason}</td>
                  <td data-label="By" className={tables.dim}>
                    {each.by}
                  </td>
                  <td className={tables.number}>
                    {operates && (
                      <Button
                        size="compact-xs"
                        variant="subtle"
                        loading={actions.end.isPending && actions.end.variables === each.id}
                        onClick={() => actions.end.mutate(each.id)}
                      >
                        End
                      </Button>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {adding && <MaintenanceDialog begin={actions.begin} onClose={() => setAdding(false)} />}
    </Section>
  );
}
