import { Button, Group, Switch, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { PolicyOutcome } from "@/api/types";
import { differences } from "@/features/admin/differences";
import { Section } from "@/features/health/section";
import tables from "@/features/health/tables.module.css";
import { ChangesTable } from "@/features/pvs/changes-table";
import { Failed } from "@/features/session/failed";
import { useMay } from "@/features/session/queries";
import { formatCount } from "@/shared/format/value";
import { ErrorNote } from "@/shared/ui/error-note";
import { Editor } from "./editor";
import classes from "./page.module.css";
import { usePolicies, usePutPolicies } from "./queries";

const EXAMPLE = `policies:
  - name: vacuum
    description: The vacuum group reads these twice a day.
    patterns: ["SR:VAC:*", "BR:VAC:*"]
    settings: {mode: scan, period_s: 10, groups: [vacuum]}
`;

/** The policies: edited as text, compared with what is stored, tried, stored, applied. */
export default function PoliciesPage() {
  const stored = usePolicies();
  const put = usePutPolicies();
  const [draft, setDraft] = useState<string | null>(null);
  const [apply, setApply] = useState(false);
  const configures = useMay("configure");
  const text = draft ?? stored.data?.text ?? "";
  const changed = stored.data !== undefined && text !== stored.data.text;
  const tried = put.data?.dry_run === true;
  const run = (dryRun: boolean) =>
    stored.data &&
    put.mutate(
      { text, etag: stored.data.etag, apply, dryRun },
      { onSuccess: () => !dryRun && setDraft(null) },
    );
  const edit = (next: string) => {
    setDraft(next);
    put.reset();
  };
  const none = stored.data !== undefined && !/^\s*-/m.test(text);
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <Title order={1} size="h4">
          Policies
        </Title>
        <Text size="sm" c="dimmed">
          Settings for PVs by their names: of each PV the first policy holds whose pattern matches.{" "}
          <Link to="/pvs">Back to the PVs</Link>
        </Text>
      </div>
      {stored.error && <ErrorNote error={stored.error} onRetry={() => void stored.refetch()} />}
      {none && configures && (
        <Group gap="sm">
          <Text size="sm">There is no policy yet.</Text>
          <Button size="compact-sm" variant="default" onClick={() => edit(EXAMPLE)}>
            Begin with an example
          </Button>
        </Group>
      )}
      {stored.data && (
        <Editor
          text={text}
          against={changed ? stored.data.text : null}
          readOnly={!configures}
          onChange={(next) => next !== text && edit(next)}
        />
      )}
      <Failed of={put} onRetry={({ dryRun }) => run(dryRun)} />
      {configures && (
        <Group gap="sm">
          <Switch
            label="PVs that are there follow, too"
            checked={apply}
            onChange={({ currentTarget: { checked } }) => {
              setApply(checked);
              put.reset();
            }}
          />
          <Button variant="default" loading={put.isPending} onClick={() => run(true)}>
            What would change?
          </Button>
          <Button disabled={!tried || (!changed && !apply)} onClick={() => run(false)}>
            {apply ? "Save and apply" : "Save"}
          </Button>
          {changed && (
            <Button variant="subtle" color="gray" onClick={() => edit(stored.data?.text ?? "")}>
              Discard
            </Button>
          )}
        </Group>
      )}
      {put.data && <Effect outcome={put.data} apply={put.variables?.apply ?? false} />}
    </div>
  );
}

const count = (n: number): string => `${formatCount(n)} ${n === 1 ? "PV" : "PVs"}`;

/** What policies change, one PV a row. */
function Effect({ outcome, apply }: { outcome: PolicyOutcome; apply: boolean }) {
  const { dry_run, added, changed, removed, pvs, by_policy, changes, refused, applied } = outcome;
  const parts = [
    ...(added.length > 0 ? [`new: ${added.join(", ")}`] : []),
    ...(changed.length > 0 ? [`changed: ${changed.join(", ")}`] : []),
    ...(removed.length > 0 ? [`removed: ${removed.join(", ")}`] : []),
  ];
  const sentence = applied
    ? `${count(pvs)} changed so.`
    : pvs === 0
      ? "All PVs are as their policies say."
      : apply
        ? `These ${count(pvs)} would change so.`
        : `${count(pvs)} differ from their policies, and stay as they are unless they are to follow.`;
  return (
    <Section title={dry_run ? "What would change" : "What changed"}>
      <p className={tables.note} role="status" data-testid="effect">
        {parts.length > 0 ? `Policies ${parts.join("; ")}. ` : ""}
        {sentence}{" "}
        {Object.entries(by_policy)
          .map(([name, n]) => `${name}: ${formatCount(n)}`)
          .join(", ")}
      </p>
      {changes.length > 0 && (
        <ChangesTable
          label="What the policies change"
          title="Policy"
          changes={changes.map(({ name, policy, before, after }) => ({
            name,
            word: policy,
            what: differences(before, after).join("; "),
            outcome: "changed",
          }))}
        />
      )}
      {pvs > changes.length && <p className={tables.note}>and {formatCount(pvs - changes.length)} more</p>}
      {refused.map(({ name, policy, detail }) => (
        <p key={name} className={tables.note}>
          {name} stays as it is, {policy} does not fit it: {detail}
        </p>
      ))}
    </Section>
  );
}
