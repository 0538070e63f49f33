import {
  Button,
  Group,
  Modal,
  NumberInput,
  Progress,
  Select,
  Stack,
  TagsInput,
  TextInput,
} from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Failed } from "@/features/session/failed";
import { useSession } from "@/features/session/provider";
import { formatCount } from "@/shared/format/value";
import { type Edit, editedRows, isEdit, NO_EDIT } from "./edit";
import { Outcome } from "./outcome";
import { type PvActions, rowsOf, useLabels, useRetentionClasses } from "./queries";
import { retentionChoices } from "./retention";
import type { PvsFilter } from "./search";
import type { Selection } from "./selection";

const KEEP = "keep";

interface Props {
  count: number;
  filter: PvsFilter;
  selection: Selection;
  actions: PvActions;
  onClose(): void;
}

/** Changes many PVs at once: first it tells what would change, then does it. */
export function EditDialog({ count, filter, selection, actions: { bulk, share }, onClose }: Props) {
  const [edit, setEdit] = useState(NO_EDIT);
  const classes = useRetentionClasses();
  const labels = useLabels();
  const { guard } = useSession();
  const read = useMutation({ mutationFn: () => guard(() => rowsOf(filter, selection)) });
  const tried = bulk.data && bulk.variables?.dryRun === true;
  const done = bulk.data && bulk.variables?.dryRun === false;
  const set = (change: Partial<Edit>) => {
    setEdit((now) => ({ ...now, ...change }));
    bulk.reset();
  };
  const run = (dryRun: boolean) => void change(dryRun).catch(() => undefined);
  const change = async (dryRun: boolean) => {
    const rows = dryRun ? await read.mutateAsync() : (read.data ?? []);
    const body = JSON.stringify(editedRows(rows, edit));
    bulk.mutate({ body, type: "application/json", mode: "change", dryRun });
  };
  const numberOf = (value: number | string) => (value === "" ? undefined : Number(value));
  const words = (kind: "groups" | "tags") => (labels.data?.[kind] ?? []).map(({ name }) => name);
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Change ${formatCount(count)} ${count === 1 ? "PV" : "PVs"}`}
      size="lg"
    >
      <Stack gap="sm">
        <Group grow align="start">
          <Select
            label="What is archived"
            data={[
              { value: KEEP, label: "As it is" },
              { value: "monitor", label: "Every event" },
              { value: "scan", label: "A sample every…" },
            ]}
            value={edit.mode ?? KEEP}
            allowDeselect={false}
            onChange={(mode) => {
              const { mode: _, ...rest } = edit;
              setEdit(mode === KEEP || !mode ? rest : { ...rest, mode: mode as "monitor" | "scan" });
              bulk.reset();
            }}
          />
          {edit.mode === "scan" && (
            <NumberInput
              label="Period"
              suffix=" s"
              min={0.1}
              max={86_400}
              value={edit.period ?? 1}
              onChange={(value) => set({ period: Number(value) || 1 })}
            />
          )}
        </Group>
        <Group grow align="start">
          <NumberInput
            label="Deadband"
            placeholder="as it is"
            min={0}
            onChange={(value) => set({ deadband: numberOf(value) as number })}
          />
          <NumberInput
            label="Most a second"
            placeholder="as it is"
            min={0.001}
            onChange={(value) => set({ maxRate: numberOf(value) as number })}
          />
        </Group>
        <Group grow align="start">
          <TagsInput
            label="Add to groups"
            data={words("groups")}
            splitChars={[",", " ", ";"]}
            value={edit.addGroups}
            onChange={(addGroups) => set({ addGroups })}
          />
          <TagsInput
            label="Take out of groups"
            data={words("groups")}
            splitChars={[",", " ", ";"]}
            value={edit.dropGroups}
            onChange={(dropGroups) => set({ dropGroups })}
          />
        </Group>
        <Group grow align="start">
          <TagsInput
            label="Add tags"
            data={words("tags")}
            splitChars={[",", " ", ";"]}
            value={edit.addTags}
            onChange={(addTags) => set({ addTags })}
          />
          <TagsInput
            label="Take tags away"
            data={words("tags")}
            splitChars={[",", " ", ";"]}
            value={edit.dropTags}
            onChange={(dropTags) => set({ dropTags })}
          />
        </Group>
        <Group grow align="start">
          <TextInput
            label="Owner"
            placeholder="as it is"
            maxLength={64}
            onChange={({ currentTarget: { value } }) => set({ owner: value || (undefined as never) })}
          />
          <Select
            label="Kept for"
            data={[{ value: KEEP, label: "As it is" }, ...retentionChoices(classes.data ?? [])]}
            value={edit.retention === undefined ? KEEP : (edit.retention ?? "")}
            allowDeselect={false}
            onChange={(value) => set({ retention: value === KEEP ? (undefined as never) : value || null })}
          />
        </Group>
        {bulk.isPending && <Progress value={Math.max(3, share * 100)} animated aria-label="How far it is" />}
        <Failed of={read} onRetry={() => run(true)} />
        <Failed of={bulk} />
        {bulk.data && <Outcome {...bulk.data} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {done ? "Close" : "Cancel"}
          </Button>
          {tried ? (
            <Button
              disabled={(bulk.data?.result.refused ?? 0) > 0 || !bulk.data?.result.changed}
              onClick={() => run(false)}
            >
              Change them
            </Button>
          ) : (
            !done && (
              <Button
                disabled={!isEdit(edit)}
                loading={bulk.isPending || read.isPending}
                onClick={() => run(true)}
              >
                What would change?
              </Button>
            )
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
