import { Button, Group } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { AlarmRuleState } from "@/api/types";
import { Section } from "@/features/health/section";
import tables from "@/features/health/tables.module.css";
import { useMay } from "@/features/session/queries";
import { formatSpan } from "@/shared/time/format";
import { ErrorNote } from "@/shared/ui/error-note";
import { AcknowledgeDialog } from "./acknowledge-dialog";
import classes from "./alarms.module.css";
import { inWords } from "./draft";
import { Level } from "./level";
import { useAlarmActions, useRules } from "./queries";
import { RuleDialog } from "./rule-dialog";

type Asked = { what: "edit"; state: AlarmRuleState | null } | { what: "acknowledge"; state: AlarmRuleState };

/** Alarm rules on PVs: how each is, who takes care, and what may be done about it. */
export function AlarmRules({ now }: { now: number }) {
  const rules = useRules();
  const actions = useAlarmActions();
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const configures = useMay("configure");
  const aside = configures && (
    <Button
      leftSection={<IconPlus size={14} />}
      variant="default"
      onClick={() => setAsked({ what: "edit", state: null })}
    >
      Add a rule
    </Button>
  );
  return (
    <Section title="Alarm rules" aside={aside}>
      {rules.error && <ErrorNote error={rules.error} onRetry={() => void rules.refetch()} />}
      {rules.data?.length === 0 && (
        <p className={tables.note}>
          No PV is watched. A rule names PVs and a limit, and mails when they are beyond it.
        </p>
      )}
      {rules.data && rules.data.length > 0 && (
        <table className={`${tables.table} ${tables.cards}`}>
          <thead>
            <tr>
              <th scope="col">Rule</th>
              <th scope="col">State</th>
              <th scope="col">For</th>
              <th scope="col" className={tables.number}>
                PVs
              </th>
              <th scope="col">What</th>
              <th scope="col">
                <span className="sr-only">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rules.data.map((state) => (
              <Row key={state.rule.name} state={state} now={now} onAsk={setAsked} />
            ))}
          </tbody>
        </table>
      )}
      {asked?.what === "edit" && <RuleDialog state={asked.state} actions={actions} onClose={close} />}
      {asked?.what === "acknowledge" && asked.state.incident != null && (
        <AcknowledgeDialog
          name={asked.state.rule.name}
          incident={asked.state.incident}
          actions={actions}
          onClose={close}
        />
      )}
    </Section>
  );
}

interface RowProps {
  state: AlarmRuleState;
  now: number;
  onAsk(asked: Asked): void;
}

function Row({ state, now, onAsk }: RowProps) {
  const { rule, alarms, acknowledged } = state;
  const operates = useMay("operate");
  const configures = useMay("configure");
  return (
    <tr data-rule={rule.name} data-level={state.level}>
      <th scope="row">{rule.name}</th>
      <td>
        <Level state={state} />
      </td>
      <td data-label="For" className={tables.dim}>
        {state.since ? formatSpan(now - Date.parse(state.since)) : ""}
      </td>
      <td data-label="PVs" className={tables.number}>
        {state.alarmed > 0 ? `${state.alarmed} of ${state.watched}` : state.watched}
      </td>
      <td className={tables.wrap}>
        {alarms[0] ? `${alarms[0].pv} ${alarms[0].detail}` : inWords(rule)}
        {alarms[0] && rule.description && <div className={classes.todo}>{rule.description}</div>}
        {state.maintenance && <div className={classes.dim}>Under maintenance: nobody is mailed</div>}
        {state.unmatched.length > 0 && (
          <div className={classes.dim}>There is no PV {state.unmatched.join(", ")}</div>
        )}
        {acknowledged && (
          <div className={classes.dim}>
            Acknowledged by {acknowledged.by}
            {acknowledged.comment && `: ${acknowledged.comment}`}
          </div>
        )}
      </td>
      <td>
        <Group gap={4} justify="flex-end" wrap="nowrap">
          {operates && state.incident != null && !acknowledged && (
            <Button size="compact-xs" variant="default" onClick={() => onAsk({ what: "acknowledge", state })}>
              Acknowledge
            </Button>
          )}
          {configures && (
            <Button
              size="compact-xs"
              variant="subtle"
              onClick={() => onAsk({ what: "edit", state })}
              aria-label={`Change ${rule.name}`}
            >
              Change
            </Button>
          )}
        </Group>
      </td>
    </tr>
  );
}
