import {
  Button,
  Group,
  Modal,
  NumberInput,
  Pill,
  PillGroup,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { type FormEvent, useState } from "react";
import { PvPicker } from "@/shared/pv/picker";
import { KINDS } from "./kinds";
import type { NewTile, TileKind } from "./model";

interface Props {
  title: string;
  action: string;
  first: NewTile;
  onSave(tile: NewTile): void;
  onClose(): void;
}

const numberOf = (value: number | string): number | null => (typeof value === "number" ? value : null);

/** Asks what a tile shows. */
export function TileDialog({ title, action, first, onSave, onClose }: Props) {
  const [tile, setTile] = useState(first);
  const set = (change: Partial<NewTile>) => setTile((now) => ({ ...now, ...change }));
  const pvs = tile.pvs ?? [];
  const several = tile.kind === "chart";
  const complete = tile.kind === "text" ? Boolean(tile.text?.trim()) : pvs.length > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (complete) onSave({ ...tile, pvs: tile.kind === "text" ? [] : several ? pvs : pvs.slice(0, 1) });
  };
  return (
    <Modal opened onClose={onClose} title={title}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Select
            label="Kind"
            data={KINDS.map(({ kind, label }) => ({ value: kind, label }))}
            value={tile.kind}
            allowDeselect={false}
            onChange={(kind) => kind && set({ kind: kind as TileKind })}
          />
          {tile.kind === "text" ? (
            <Textarea
              label="Text"
              autosize
              minRows={3}
              maxRows={10}
              maxLength={2_000}
              value={tile.text ?? ""}
              onChange={(event) => set({ text: event.currentTarget.value })}
              data-autofocus
            />
          ) : (
            <div>
              <Text size="sm" fw={500} mb={4}>
                {several ? "PVs" : "PV"}
              </Text>
              {pvs.length > 0 && (
                <PillGroup mb={6}>
                  {pvs.map((pv) => (
                    <Pill
                      key={pv}
                      withRemoveButton
                      removeButtonProps={{
                        "aria-label": `Take ${pv} out`,
                        "aria-hidden": false,
                        tabIndex: 0,
                      }}
                      onRemove={() => set({ pvs: pvs.filter((one) => one !== pv) })}
                    >
                      {pv}
                    </Pill>
                  ))}
                </PillGroup>
              )}
              {(several || pvs.length === 0) && (
                <PvPicker
                  chosen={pvs}
                  label="PV of the tile"
                  placeholder="Type a few letters of its name…"
                  onAdd={(names) =>
                    set({ pvs: several ? [...new Set([...pvs, ...names])] : names.slice(0, 1) })
                  }
                />
              )}
            </div>
          )}
          <TextInput
            label="Title"
            description={tile.kind === "text" ? "Above the text" : "Instead of the PV’s name"}
            maxLength={200}
            value={tile.title ?? ""}
            onChange={(event) => set({ title: event.currentTarget.value })}
          />
          {tile.kind === "gauge" && (
            <Group grow>
              <NumberInput
                label="Scale from"
                placeholder="as the record says"
                value={tile.low ?? ""}
                onChange={(value) => set({ low: numberOf(value) })}
              />
              <NumberInput
                label="to"
                placeholder="as the record says"
                value={tile.high ?? ""}
                onChange={(value) => set({ high: numberOf(value) })}
              />
            </Group>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={!complete}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
