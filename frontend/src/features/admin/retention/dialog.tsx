import { Button, Checkbox, Group, Modal, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { ApiProblem } from "@/api/problems";
import type { RetentionChange, RetentionClass } from "@/api/types";
import { spoken } from "@/features/pvs/retention";
import { formatCount } from "@/shared/format/value";
import { formatDate } from "@/shared/time/format";
import { DangerButton } from "@/shared/ui/danger-button";
import { ErrorNote } from "@/shared/ui/error-note";
import { type Draft, draftOf, hoursOf, LEVELS, type Level, NEW, wrongWith } from "./draft";
import type { RetentionActions } from "./queries";

const TITLES: Record<Level, string> = {
  raw: "Samples",
  rollup_1m: "Rollups of a minute",
  rollup_1h: "Rollups of an hour",
};

interface Props {
  /** As it is now; null: a new one is added. */
  one: RetentionClass | null;
  put: RetentionActions["put"];
  onClose(): void;
}

/** Adds or changes a retention class; what that deletes is said before it is done. */
export function RetentionDialog({ one, put, onClose }: Props) {
  const [draft, setDraft] = useState<Draft>(() => (one ? draftOf(one) : NEW));
  const [revision, setRevision] = useState(one?.revision ?? null);
  const close = () => {
    put.reset();
    onClose();
  };
  const set = (change: Partial<Draft>) => {
    setDraft({ ...draft, ...change });
    put.reset();
  };
  const asked = put.data && !put.data.applied ? put.data : null;
  const stale = put.error instanceof ApiProblem && put.error.status === 412 && one;
  const fixed = one?.name === "standard";
  const wrong = !fixed && LEVELS.some((level) => wrongWith(draft, level) !== null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    put.mutate(
      { draft: { ...draft, name: draft.name.trim() }, revision, confirm: asked !== null },
      { onSuccess: ({ applied }) => applied && close() },
    );
  };
  return (
    <Modal opened onClose={close} title={one ? `Change ${one.name}` : "Add a retention class"} size="lg">
      <form onSubmit={submit}>
        <Stack gap="sm">
          {!one && (
            <TextInput
              label="Name"
              placeholder="short"
              pattern="[a-z][a-z0-9_]*"
              title="Small letters, digits and _, a letter first"
              maxLength={32}
              value={draft.name}
              onChange={({ currentTarget: { value } }) => set({ name: value })}
              required
              data-autofocus
            />
          )}
          {!fixed && (
            <>
              <TextInput
                label="What it is for"
                placeholder="fast diagnostics"
                maxLength={1_000}
                value={draft.description}
                onChange={({ currentTarget: { value } }) => set({ description: value })}
              />
              <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
                {LEVELS.map((level) => (
                  <TextInput
                    key={level}
                    label={TITLES[level]}
                    description={hoursOf(draft[level]) === null ? "…" : spoken(draft[level].trim() || null)}
                    placeholder="for ever"
                    value={draft[level]}
                    error={wrongWith(draft, level)}
                    onChange={({ currentTarget: { value } }) => set({ [level]: value })}
                  />
                ))}
              </SimpleGrid>
            </>
          )}
          <Checkbox
            label="PVs that name no class are of this one"
            checked={draft.default}
            disabled={one?.default ?? false}
            onChange={({ currentTarget: { checked } }) => set({ default: checked })}
          />
          {one === null && (
            <Text size="xs" c="dimmed">
              It holds for what is archived from then on; what a PV has already is kept as its class of before
              says.
            </Text>
          )}
          {asked && <Losses change={asked} />}
          {put.error && !stale && <ErrorNote error={put.error} />}
          {stale && (
            <div role="alert">
              <Text size="sm">Somebody else has changed this class since you opened it.</Text>
              <Button
                mt={4}
                size="compact-sm"
                variant="default"
                onClick={() => {
                  setDraft(draftOf(stale));
                  setRevision(stale.revision ?? null);
                  put.reset();
                }}
              >
                Show it as it is now
              </Button>
            </div>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            {asked ? (
              <DangerButton loading={put.isPending} disabled={wrong}>
                Save, and delete these data
              </DangerButton>
            ) : (
              <Button
                type="submit"
                loading={put.isPending}
                disabled={wrong || draft.name.trim() === "" || Boolean(stale)}
              >
                {one ? "Save" : "Add"}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

const SHOWN = 8;

/** What a change deletes, of which PVs. */
function Losses({ change: { losses, pvs, names } }: { change: RetentionChange }) {
  const shown = names.slice(0, SHOWN);
  return (
    <div role="alert" data-testid="losses">
      <Text size="sm" fw={600} c="var(--cf-major)">
        This deletes data for good, of {formatCount(pvs)} {pvs === 1 ? "PV" : "PVs"} and of those that were of
        this class before:
      </Text>
      <ul>
        {losses.map(({ level, before }) => (
          <li key={level}>
            <Text size="sm" span>
              {TITLES[level as Level] ?? level} from before {formatDate(Date.parse(before))}
            </Text>
          </li>
        ))}
      </ul>
      {shown.length > 0 && (
        <Text size="xs" c="dimmed">
          {shown.join(", ")}
          {pvs > shown.length ? ` and ${formatCount(pvs - shown.length)} more` : ""}
        </Text>
      )}
    </div>
  );
}
