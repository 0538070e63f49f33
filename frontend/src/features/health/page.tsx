import { Skeleton } from "@mantine/core";
import { AlarmRules } from "@/features/alarms/alarm-rules";
import { Mail } from "@/features/mail/mail";
import { MaintenanceTimes } from "@/features/maintenance/maintenance";
import { Reports } from "@/features/reports/reports";
import { useNow } from "@/shared/ui/clock";
import { ErrorNote } from "@/shared/ui/error-note";
import { Collectors } from "./collectors";
import { Components } from "./components";
import { Engine } from "./engine";
import { Incidents } from "./incidents";
import { useIncidentEvents } from "./live";
import classes from "./page.module.css";
import { useCollectors, useGrowth, useHealth, useIncidents } from "./queries";
import { Section } from "./section";
import { Summary } from "./summary";
import tables from "./tables.module.css";

export default function HealthPage() {
  const health = useHealth();
  const incidents = useIncidents();
  useIncidentEvents();
  const collectors = useCollectors();
  const growth = useGrowth();
  const now = useNow(1_000);
  const report = health.data;
  return (
    <div className={classes.page}>
      <h1 className="sr-only">Health</h1>
      {health.error && <ErrorNote error={health.error} onRetry={() => void health.refetch()} />}
      {report && <Summary report={report} now={now} />}
      <div className={classes.columns}>
        <div className={classes.column}>
          {health.isPending && <Skeleton height={220} radius={8} />}
          {report && <Components components={report.components} now={now} />}
          {incidents.error && <ErrorNote error={incidents.error} onRetry={() => void incidents.refetch()} />}
          {incidents.data && <Incidents incidents={incidents.data} now={now} />}
          {report?.engines.map((engine, i) => (
            <Engine key={engine.collector} engine={engine} growth={i === 0 ? growth : undefined} />
          ))}
          {report?.engines.length === 0 && (
            <Section title="Engines">
              <p className={tables.note}>No engine answers. The components above say why.</p>
            </Section>
          )}
          {collectors.error && (
            <ErrorNote error={collectors.error} onRetry={() => void collectors.refetch()} />
          )}
          {collectors.data && <Collectors collectors={collectors.data} now={now} />}
        </div>
        <div className={classes.column}>
          <AlarmRules now={now} />
          <Reports />
          <MaintenanceTimes now={now} />
          <Mail now={now} />
        </div>
      </div>
    </div>
  );
}
