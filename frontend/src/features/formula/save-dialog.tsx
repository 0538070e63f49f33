import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ApiProblem } from "@/api/problems";
import { LoginDeclined, useSession } from "@/features/session/provider";
import { ErrorNote } from "@/shared/ui/error-note";
import { saveVirtualPv } from "./saving";

interface Props {
  expression: string;
  onClose(): void;
  onSaved(name: string): void;
}

const isTaken = (error: unknown): boolean => error instanceof ApiProblem && error.status === 428;

/** Gives an expression a name, under which anybody finds it as a PV. */
export function SaveDialog({ expression, onClose, onSaved }: Props) {
  const { guard } = useSession();
  const [name, setName] = useState("");
  const [egu, setEgu] = useState("");
  const [description, setDescription] = useState("");
  const save = useMutation({
    mutationFn: (overwrite: boolean) =>
      guard(() =>
        saveVirtualPv(
          { name: name.trim(), expression, egu: egu.trim(), description: description.trim() },
          overwrite,
        ),
      ),
    onSuccess: ({ name: saved }) => onSaved(saved),
  });
  const taken = isTaken(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(taken);
  };
  return (
    <Modal opened onClose={onClose} title="Save as a virtual PV">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            A virtual PV is computed whenever it is asked for, over all of the past as well. It is found and
            drawn like any other PV.
          </Text>
          <TextInput
            label="Name"
            placeholder="SR:LIFETIME:PRODUCT"
            required
            data-autofocus
            value={name}
            onChange={(event) => {
              setName(event.currentTarget.value);
              save.reset();
            }}
          />
          <TextInput
            label="Unit"
            placeholder="mA h"
            value={egu}
            onChange={(event) => setEgu(event.currentTarget.value)}
          />
          <TextInput
            label="Description"
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          <Text size="xs" ff="monospace" style={{ overflowWrap: "anywhere" }}>
            {expression}
          </Text>
          {taken && (
            <Text size="sm" role="alert">
              There is a virtual PV of this name already, with other settings. Whoever uses it gets yours if
              you overwrite it.
            </Text>
          )}
          {save.error && !taken && !(save.error instanceof LoginDeclined) && <ErrorNote error={save.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending} disabled={name.trim() === ""}>
              {taken ? "Overwrite" : "Save"}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
