import { Button, FileButton, Group, List, Stack, Text } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useCallback, useEffect, useState } from "react";
import { tracesOf, type ViewerSearch } from "@/features/viewer/search";
import type { View } from "@/features/viewer/view";
import { NotReadable } from "./import/imported";
import { LONGEST, parseXml, readForeign } from "./import/read";
import { searchOfImported } from "./import/search";

interface Read {
  name: string;
  title: string;
  search: ViewerSearch;
  notes: string[];
}

async function read(file: File): Promise<Read> {
  if (file.size > LONGEST) throw new NotReadable("The file is too long to be a view");
  const view = readForeign(await file.text(), parseXml);
  return { name: file.name, title: view.title || file.name.replace(/\.\w+$/, ""), ...searchOfImported(view) };
}

interface Props {
  view: View;
  file: File | null;
  /** It is shown; with the name under which it may be saved. */
  onShown(title: string): void;
  onClose(): void;
}

/** Reads a file of Phoebus' Data Browser or of StripTool, tells what it could not take over, and shows it. */
export function ImportForm({ view, file, onShown, onClose }: Props) {
  const [found, setFound] = useState<Read | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const take = useCallback((picked: File | null) => {
    if (!picked) return;
    read(picked).then(
      (result) => {
        setFound(result);
        setRefused(null);
      },
      (thrown: unknown) => {
        setFound(null);
        setRefused(
          thrown instanceof NotReadable ? thrown.message : `${picked.name} can’t be read: ${thrown}`,
        );
      },
    );
  }, []);
  useEffect(() => take(file), [take, file]);

  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        Takes over what a file of Phoebus’ Data Browser (.plt) or of StripTool (.stp) shows: PVs, formulas,
        axes and the range of time. Pick one, or drop it anywhere on the viewer.
      </Text>
      <Group>
        <FileButton accept=".plt,.stp,application/xml,text/plain" onChange={take}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconFileImport size={15} />}>
              Pick a file…
            </Button>
          )}
        </FileButton>
      </Group>
      {refused && (
        <Text size="sm" c="var(--cf-major)" role="alert">
          {refused}.
        </Text>
      )}
      {found && (
        <section aria-label="What was read">
          <Text size="sm" fw={600}>
            {found.title}: {tracesOf(found.search).length} traces
          </Text>
          {found.notes.length > 0 && (
            <>
              <Text size="sm" mt="xs">
                Not everything has a counterpart here:
              </Text>
              <List size="sm" data-testid="notes">
                {found.notes.map((note) => (
                  <List.Item key={note}>{note}</List.Item>
                ))}
              </List>
            </>
          )}
          <Group justify="flex-end" mt="sm">
            <Button
              onClick={() => {
                view.replace(found.search);
                onShown(found.title);
                onClose();
              }}
            >
              Show it
            </Button>
          </Group>
        </section>
      )}
    </Stack>
  );
}
