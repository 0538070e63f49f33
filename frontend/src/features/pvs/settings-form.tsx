import {
  Checkbox,
  Group,
  NumberInput,
  SegmentedControl,
  Select,
  TagsInput,
  Text,
  TextInput,
} from "@mantine/core";
import { useLabels, useRetentionClasses } from "./queries";
import { retentionChoices } from "./retention";
import type { Form } from "./settings";

interface Props {
  form: Form;
  onChange(form: Form): void;
}

/** The settings of a PV as fields. */
export function SettingsFields({ form, onChange }: Props) {
  const classes = useRetentionClasses();
  const labels = useLabels();
  const set = (change: Partial<Form>) => onChange({ ...form, ...change });
  return (
    <>
      <TextInput
        label="Description"
        placeholder="Beam current of the storage ring"
        value={form.description}
        maxLength={1_000}
        onChange={(event) => set({ description: event.currentTarget.value })}
      />
      <div>
        <Text size="sm" fw={500} mb={4} id="mode-label">
          What is archived
        </Text>
        <Group gap="sm">
          <SegmentedControl
            size="xs"
            aria-labelledby="mode-label"
            data={[
              { value: "monitor", label: "Every event" },
              { value: "scan", label: "A sample every…" },
            ]}
            value={form.mode}
            onChange={(mode) => set({ mode: mode as Form["mode"] })}
          />
          {form.mode === "scan" && (
            <NumberInput
              size="xs"
              w={110}
              aria-label="Period"
              suffix=" s"
              min={0.1}
              max={86_400}
              value={form.period}
              onChange={(period) => set({ period })}
            />
          )}
        </Group>
      </div>
      <Group grow>
        <NumberInput
          label="Deadband"
          description="Only changes beyond it"
          placeholder="every change"
          min={0}
          value={form.deadband}
          onChange={(deadband) => set({ deadband })}
        />
        <NumberInput
          label="Most a second"
          description="Events above are left out"
          placeholder="all"
          min={0.001}
          value={form.maxRate}
          onChange={(maxRate) => set({ maxRate })}
        />
      </Group>
      <Group grow align="start">
        <TagsInput
          label="Groups"
          data={(labels.data?.groups ?? []).map(({ name }) => name)}
          splitChars={[",", " ", ";"]}
          value={form.groups}
          onChange={(groups) => set({ groups })}
        />
        <TagsInput
          label="Tags"
          data={(labels.data?.tags ?? []).map(({ name }) => name)}
          splitChars={[",", " ", ";"]}
          value={form.tags}
          onChange={(tags) => set({ tags })}
        />
      </Group>
      <Group grow align="start">
        <TextInput
          label="Owner"
          description="Who to ask about it"
          value={form.owner}
          maxLength={64}
          onChange={(event) => set({ owner: event.currentTarget.value })}
        />
        <Select
          label="Kept for"
          description="Its retention class"
          data={retentionChoices(classes.data ?? [])}
          value={form.retention}
          onChange={(retention) => set({ retention: retention ?? "" })}
          allowDeselect={false}
        />
      </Group>
      <TagsInput
        label="Fields"
        description="Of the record, archived beside it: HIHI, DESC, …"
        splitChars={[",", " ", ";"]}
        value={form.fields}
        onChange={(fields) => set({ fields: fields.map((field) => field.toUpperCase()) })}
      />
      <Group grow align="end">
        <TextInput
          label="Controlling PV"
          description="While its value is zero, archiving is suspended"
          value={form.controller}
          onChange={(event) => set({ controller: event.currentTarget.value })}
        />
        <NumberInput
          label="Replicas"
          description="So many collectors archive it"
          min={1}
          max={5}
          value={form.replicas}
          onChange={(replicas) => set({ replicas })}
        />
      </Group>
      <Checkbox
        label="Only changes beyond the record’s archive deadband (ADEL)"
        checked={form.useAdel}
        onChange={(event) => set({ useAdel: event.currentTarget.checked })}
      />
    </>
  );
}
