import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { LoginDeclined } from "@/features/session/provider";
import { ErrorNote } from "@/shared/ui/error-note";
import type { PvActions } from "./queries";
import { NEW, settingsOf } from "./settings";
import { SettingsFields } from "./settings-form";

interface Props {
  put: PvActions["put"];
  onClose(): void;
}

/** Adds one PV. What one does not look at is as the policies say. */
export function AddDialog({ put, onClose }: Props) {
  const [name, setName] = useState("");
  const [form, setForm] = useState(NEW);
  const [more, setMore] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const all = settingsOf(form);
    const settings = more ? all : { description: all.description ?? "" };
    put.mutate({ name: name.trim(), settings: settings as typeof all }, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title="Add a PV" size="lg">
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
          {!more && (
            <TextInput
              label="Description"
              placeholder="Beam current of the storage ring"
              value={form.description}
              onChange={(event) => setForm({ ...form, description: event.currentTarget.value })}
            />
          )}
          {more && (
            <Stack gap="sm">
              <SettingsFields form={form} onChange={setForm} />
            </Stack>
          )}
          {put.error && !(put.error instanceof LoginDeclined) && <ErrorNote error={put.error} />}
          <Group justify="space-between">
            <Button variant="subtle" color="gray" onClick={() => setMore(!more)} aria-expanded={more}>
              {more ? "As the policies say" : "More settings…"}
            </Button>
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={put.isPending} disabled={name.trim() === ""}>
                Add
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
