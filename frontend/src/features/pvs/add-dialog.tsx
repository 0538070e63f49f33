import {
  Button,
  Checkbox,
  Group,
  Modal,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { type FormEvent, useState } from "react";
import { LoginDeclined } from "@/features/session/provider";
import { ErrorNote } from "@/shared/ui/error-note";
import { type PvActions, useRetentionClasses } from "./queries";
import { retentionChoices } from "./retention";

interface Props {
  actions: PvActions;
  onClose(): void;
}

type Mode = "monitor" | "scan";

/** Adds one PV. */
export function AddDialog({ actions: { add }, onClose }: Props) {
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [mode, setMode] = useState<Mode>("monitor");
  const [period, setPeriod] = useState<number | string>(1);
  const [controller, setController] = useState("");
  const [useAdel, setUseAdel] = useState(false);
  const [retention, setRetention] = useState<string>("");
  const classes = useRetentionClasses();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const settings = {
      mode,
      period_s: mode === "scan" ? Number(period) : null,
      deadband: null,
      max_rate_hz: null,
      controlling_pv: controller.trim() || null,
      use_adel: useAdel,
      retention: retention || null,
      fields: [],
      replicas: 1,
      groups: [],
      tags: [],
      owner: "",
      description: description.trim(),
    };
    add.mutate({ name: name.trim(), settings }, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title="Add a PV">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Name"
            description="As a Channel Access client would ask for it"
            placeholder="SR:CURRENT"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            required
            data-autofocus
          />
          <TextInput
            label="Description"
            placeholder="Beam current of the storage ring"
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
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
                value={mode}
                onChange={(value) => setMode(value as Mode)}
              />
              {mode === "scan" && (
                <NumberInput
                  size="xs"
                  w={110}
                  aria-label="Period"
                  suffix=" s"
                  min={0.1}
                  max={86_400}
                  value={period}
                  onChange={setPeriod}
                />
              )}
            </Group>
          </div>
          <TextInput
            label="Controlling PV"
            description="While its value is zero, archiving is suspended"
            value={controller}
            onChange={(event) => setController(event.currentTarget.value)}
          />
          <Checkbox
            label="Only changes beyond the record's archive deadband (ADEL)"
            checked={useAdel}
            onChange={(event) => setUseAdel(event.currentTarget.checked)}
          />
          <Select
            label="Kept for"
            data={retentionChoices(classes.data ?? [])}
            value={retention}
            onChange={(value) => setRetention(value ?? "")}
            allowDeselect={false}
          />
          {add.error && !(add.error instanceof LoginDeclined) && <ErrorNote error={add.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={add.isPending} disabled={name.trim() === ""}>
              Add
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
