import { Alert, Button, Checkbox, Group, Modal, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { AlarmRuleState } from "@/api/types";
import { LoginDeclined } from "@/features/session/provider";
import { ErrorNote } from "@/shared/ui/error-note";
import classes from "./alarms.module.css";
import { type Draft, draftOf, EMPTY, FIELDS, isComplete, KINDS, type Kind, ruleOf } from "./draft";
import type { AlarmActions } from "./queries";

interface Props {
  state: AlarmRuleState | null;
  actions: AlarmActions;
  onClose(): void;
}

const LEVELS = [
  { value: "minor", label: "Minor" },
  { value: "major", label: "Major" },
];

/** Adds a rule or changes one, and tries it over the past hour. */
export function RuleDialog({ state, actions: { put, check, remove }, onClose }: Props) {
  const [draft, setDraft] = useState<Draft>(() => (state ? draftOf(state.rule.name, state.rule) : EMPTY));
  const set = (change: Partial<Draft>) => {
    check.reset();
    setDraft((before) => ({ ...before, ...change }));
  };
  const complete = isComplete(draft);
  const close = () => {
    for (const action of [put, check, remove]) action.reset();
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    put.mutate({ name: draft.name.trim(), rule: ruleOf(draft) }, { onSuccess: close });
  };
  const error = put.error ?? remove.error ?? check.error;
  return (
    <Modal opened onClose={close} title={state ? `Rule ${state.rule.name}` : "Add a rule"} size="lg">
      <form onSubmit={submit}>
        <Stack gap="sm">
          {!state && (
            <TextInput
              label="Name"
              placeholder="vacuum"
              value={draft.name}
              onChange={(event) => set({ name: event.currentTarget.value })}
              required
              data-autofocus
            />
          )}
          <Select
            label="Alarm when"
            data={KINDS.map((kind) => ({ ...kind }))}
            value={draft.kind}
            allowDeselect={false}
            onChange={(kind) => set({ kind: kind as Kind, fields: {}, severity: "major" })}
          />
          <Textarea
            label="What it watches"
            description={
              draft.kind === "expression"
                ? 'A condition over PVs, in quotes: "SR:I" > 5 and "SR:VAC" > 1e-7'
                : "Names of PVs or globs, one a line; or an expression with its PVs in quotes"
            }
            autosize
            minRows={2}
            maxRows={6}
            value={draft.watched}
            onChange={(event) => set({ watched: event.currentTarget.value })}
            required
          />
          <div className={classes.fields}>
            {FIELDS[draft.kind].map(({ key, label, needed }) => (
              <TextInput
                key={key}
                label={label}
                inputMode="decimal"
                required={needed}
                value={draft.fields[key] ?? ""}
                onChange={(event) => set({ fields: { ...draft.fields, [key]: event.currentTarget.value } })}
              />
            ))}
            {draft.kind !== "limits" && (
              <Select
                label={draft.kind === "severity" ? "At least" : "Then it is"}
                data={
                  draft.kind === "severity" ? [...LEVELS, { value: "invalid", label: "Invalid" }] : LEVELS
                }
                value={draft.severity}
                allowDeselect={false}
                onChange={(severity) => set({ severity: severity as Draft["severity"] })}
              />
            )}
            <TextInput
              label="For at least, s"
              inputMode="decimal"
              placeholder="0"
              value={draft.onDelay}
              onChange={(event) => set({ onDelay: event.currentTarget.value })}
            />
            <TextInput
              label="Well again for, s"
              inputMode="decimal"
              placeholder="0"
              value={draft.offDelay}
              onChange={(event) => set({ offDelay: event.currentTarget.value })}
            />
            <TextInput
              label="Group"
              placeholder="its own"
              value={draft.group}
              onChange={(event) => set({ group: event.currentTarget.value })}
            />
          </div>
          <Textarea
            label="What to do"
            description="It is in the mail"
            autosize
            maxRows={5}
            value={draft.description}
            onChange={(event) => set({ description: event.currentTarget.value })}
          />
          <Checkbox
            label="It is on"
            checked={draft.enabled}
            onChange={(event) => set({ enabled: event.currentTarget.checked })}
          />
          {check.data && (
            <Alert variant="light" role="status" title={null} data-testid="dry-run">
              {check.data.sentence}
            </Alert>
          )}
          {error && !(error instanceof LoginDeclined) && <ErrorNote error={error} />}
          <Group justify="space-between">
            {state ? (
              <Button
                variant="subtle"
                color="red"
                loading={remove.isPending}
                onClick={() => remove.mutate(state.rule.name, { onSuccess: close })}
              >
                Delete
              </Button>
            ) : (
              <span />
            )}
            <Group gap="sm">
              <Button
                variant="default"
                disabled={!complete}
                loading={check.isPending}
                onClick={() => check.mutate({ name: draft.name.trim(), rule: ruleOf(draft) })}
              >
                Try it
              </Button>
              <Button type="submit" loading={put.isPending} disabled={!complete || draft.name.trim() === ""}>
                {state ? "Save" : "Add"}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
