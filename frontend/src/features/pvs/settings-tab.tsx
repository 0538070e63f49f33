import { Button, Group, Stack } from "@mantine/core";
import { useState } from "react";
import { ApiProblem } from "@/api/problems";
import type { Pv } from "@/api/types";
import { differences } from "@/features/admin/differences";
import { Failed } from "@/features/session/failed";
import classes from "./details.module.css";
import { merged } from "./merge";
import { type PvActions, useHistory } from "./queries";
import { formOf, settingsOf } from "./settings";
import { SettingsFields } from "./settings-form";

interface Props {
  pv: Pv;
  put: PvActions["put"];
  editable: boolean;
}

/** The settings of a PV, to edit. What others change meanwhile is taken over; what one has edited oneself stays. */
export function SettingsTab({ pv, put, editable }: Props) {
  const [base, setBase] = useState(pv);
  const [form, setForm] = useState(() => formOf(pv));
  const [theirs, setTheirs] = useState<readonly string[]>([]);
  if (pv.revision !== base.revision) {
    const next = merged(formOf(base), form, formOf(pv));
    const told = next.theirs.length > 0 && differences(settingsOf(formOf(base)), settingsOf(formOf(pv)));
    setBase(pv);
    setForm(next.form);
    setTheirs((before) => (told ? [...before, ...told] : next.edited ? before : []));
  }
  const changed = JSON.stringify(form) !== JSON.stringify(formOf(base));
  const stale = put.error instanceof ApiProblem && put.error.status === 412;
  const save = () =>
    put.mutate({ name: pv.name, settings: settingsOf(form, pv.collector ?? null), version: base.revision });
  const discard = () => {
    setForm(formOf(base));
    setTheirs([]);
    put.reset();
  };
  return (
    <fieldset className={classes.fields} disabled={!editable}>
      <legend className="sr-only">Settings</legend>
      <Stack gap="sm">
        <SettingsFields form={form} onChange={setForm} />
        {changed && (stale || theirs.length > 0) ? (
          <Meanwhile name={pv.name} theirs={theirs} />
        ) : (
          !stale && <Failed of={put} onRetry={save} />
        )}
        {editable && (
          <Group justify="flex-end">
            <Button variant="default" disabled={!changed} onClick={discard}>
              Undo
            </Button>
            <Button disabled={!changed} loading={put.isPending} onClick={save}>
              Save
            </Button>
          </Group>
        )}
      </Stack>
    </fieldset>
  );
}

/** Says what somebody else changed while one was editing. */
function Meanwhile({ name, theirs }: { name: string; theirs: readonly string[] }) {
  const [last] = useHistory(name).data ?? [];
  return (
    <div role="alert" className={classes.meanwhile}>
      <strong>
        {last?.by ?? "Somebody"} changed {name} while you were editing it
        {theirs.length > 0 ? `: ${theirs.join("; ")}.` : "."}
      </strong>{" "}
      What you changed is still here. Save puts it on top; Undo takes what is stored now.
    </div>
  );
}
