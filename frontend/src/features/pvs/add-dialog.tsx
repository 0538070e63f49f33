import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ClipboardEvent, type FormEvent, useState } from "react";
import { ApiProblem } from "@/api/problems";
import { Failed } from "@/features/session/failed";
import classes from "./details.module.css";
import { namesPasted } from "./imports";
import type { PvActions } from "./queries";
import { NEW, settingsOf } from "./settings";
import { SettingsFields } from "./settings-form";

interface Props {
  put: PvActions["put"];
  /** More than one name was pasted. */
  onMany(text: string): void;
  onClose(): void;
}

/** Adds one PV. What one does not look at is as the policies say. */
export function AddDialog({ put, onMany, onClose }: Props) {
  const [name, setName] = useState("");
  const [form, setForm] = useState(NEW);
  const [more, setMore] = useState(false);
  const there = put.error instanceof ApiProblem && put.error.status === 428;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add();
  };
  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData("text/plain");
    if (namesPasted(text) < 2) return;
    event.preventDefault();
    onMany(text);
  };
  const add = () => {
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
            description="As a Channel Access client would ask for it; paste a list to add many"
            onPaste={paste}
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
          {there ? (
            <div role="alert" className={classes.meanwhile}>
              <strong>{put.variables?.name} is in the list already, with other settings.</strong>{" "}
              <Link
                from="/pvs"
                to="/pvs"
                search={(now) => ({ ...now, pv: put.variables?.name })}
                onClick={onClose}
              >
                Look at it
              </Link>{" "}
              to change them.
            </div>
          ) : (
            <Failed of={put} onRetry={add} />
          )}
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
