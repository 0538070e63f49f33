import { Switch, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import type { SettingInForce } from "@/api/types";
import { useCollectors } from "@/features/health/queries";
import { Section } from "@/features/health/section";
import tables from "@/features/health/tables.module.css";
import { Coded } from "@/shared/ui/coded";
import { ErrorNote } from "@/shared/ui/error-note";
import classes from "./page.module.css";
import { engineOf, SERVICES, type Service, useSettingsInForce } from "./queries";

const FROM: Record<SettingInForce["source"], string> = {
  default: "default",
  environment: "environment",
  file: "secret file",
  program: "start command",
};

interface Shown {
  text: string;
  onlySet: boolean;
}

const matches = ({ name, description, source }: SettingInForce, { text, onlySet }: Shown): boolean =>
  !(onlySet && source === "default") && `${name} ${description}`.toLowerCase().includes(text.toLowerCase());

/** With which settings each service runs, and where they come from. */
export default function Settings() {
  const [shown, setShown] = useState<Shown>({ text: "", onlySet: false });
  const collectors = useCollectors();
  const services = [...SERVICES, ...(collectors.data ?? []).map(({ id }) => engineOf(id))];
  return (
    <>
      <div className={classes.toolbar}>
        <TextInput
          size="xs"
          className={classes.search ?? ""}
          aria-label="Search settings"
          placeholder="Search settings"
          leftSection={<IconSearch size={14} />}
          value={shown.text}
          onChange={({ currentTarget: { value } }) => setShown({ ...shown, text: value.trim() })}
        />
        <Switch
          size="xs"
          label="Only what somebody has set"
          checked={shown.onlySet}
          onChange={({ currentTarget: { checked } }) => setShown({ ...shown, onlySet: checked })}
        />
      </div>
      {collectors.error && <ErrorNote error={collectors.error} onRetry={() => void collectors.refetch()} />}
      <div className={classes.services}>
        {services.map((service) => (
          <OfService key={service.name} service={service} shown={shown} />
        ))}
      </div>
      <p className={tables.note}>
        These are read when a service starts, from its environment or from files that it names; change them
        there, and start the service again. Secrets are shown to nobody.
      </p>
    </>
  );
}

function OfService({ service, shown }: { service: Service; shown: Shown }) {
  const found = useSettingsInForce(service);
  const all = found.data?.settings ?? [];
  const rows = all.filter((one) => matches(one, shown));
  const changed = all.filter(({ source }) => source !== "default").length;
  return (
    <Section
      title={service.name}
      aside={
        found.data && (
          <span className={classes.aside}>
            {changed} of {all.length} set, CAFlux {found.data.version}
          </span>
        )
      }
    >
      {found.error && <ErrorNote error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && <p className={tables.note}>None is like that.</p>}
      {rows.length > 0 && (
        <table className={`${tables.table} ${tables.cards} ${classes.settings}`}>
          <thead>
            <tr>
              <th scope="col">Setting</th>
              <th scope="col">Value</th>
              <th scope="col">From</th>
              <th scope="col">What it is</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <Row key={one.name} one={one} />
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

function Row({
  one: { name, value, source, secret, is_set, default: usual, description },
}: {
  one: SettingInForce;
}) {
  const isSet = source !== "default";
  return (
    <tr data-setting={name} data-set={isSet}>
      <th scope="row" className={classes.variable}>
        {name}
      </th>
      <td>
        {secret ? (
          <span className={tables.dim}>{is_set ? "set, not shown" : "not set"}</span>
        ) : !value ? (
          <span className={tables.dim}>not set</span>
        ) : (
          <span className={classes.value}>{value}</span>
        )}
      </td>
      <td>
        <span className={isSet ? classes.set : tables.dim}>{FROM[source]}</span>
        {isSet && usual != null && usual !== value && !secret && (
          <div className={tables.dim}>default: {usual || "empty"}</div>
        )}
      </td>
      <td className={tables.wrap}>
        <Coded>{description}</Coded>
      </td>
    </tr>
  );
}
