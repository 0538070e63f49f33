import { Button, Group, Stack, Switch, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useDocumentActions, useDocuments, useMayChange } from "@/features/documents/queries";
import { LoginDeclined } from "@/features/session/provider";
import type { View } from "@/features/viewer/view";
import { ErrorNote } from "@/shared/ui/error-note";
import { contentOf } from "./content";

/** Saves what is shown under a name; one of that name that one may change is overwritten. */
export function SaveForm({ view, name: proposed, onSaved }: { view: View; name: string; onSaved(): void }) {
  const [name, setName] = useState(proposed);
  const [description, setDescription] = useState("");
  const [shared, setShared] = useState(false);
  const { data } = useDocuments("view");
  const mayChange = useMayChange();
  const { add, change } = useDocumentActions("view");
  const before = data?.find((one) => one.name === name.trim() && mayChange(one));
  const failed = [add.error, change.error].find((error) => error && !(error instanceof LoginDeclined));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const draft = {
      name: name.trim(),
      description: description.trim() || (before?.description ?? ""),
      shared: shared || (before?.shared ?? false),
      content: contentOf(view.search),
    };
    if (before) change.mutate({ id: before.id, version: before.version, ...draft }, { onSuccess: onSaved });
    else add.mutate(draft, { onSuccess: onSaved });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label="Name"
          placeholder="Vacuum after the shutdown"
          required
          maxLength={100}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="Description"
          placeholder={before?.description}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <Switch
          label="Everybody sees it"
          checked={shared || (before?.shared ?? false)}
          disabled={before?.shared ?? false}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />
        <Text size="xs" c="dimmed">
          A range like now-8h goes on with the clock whenever it is opened; any other is kept as it is.
        </Text>
        {failed && <ErrorNote error={failed} />}
        <Group justify="flex-end">
          <Button type="submit" disabled={name.trim() === ""} loading={add.isPending || change.isPending}>
            {before ? "Overwrite it" : "Save"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
