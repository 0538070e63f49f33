import { Modal, Tabs } from "@mantine/core";
import { useState } from "react";
import type { View } from "@/features/viewer/view";
import { ImportForm } from "./import-form";
import { SaveForm } from "./save-form";
import { SavedList } from "./saved-list";
import { ShareForm } from "./share-form";

interface Props {
  view: View;
  /** A file that was dropped. */
  file: File | null;
  onClose(): void;
}

/** Views: those that were saved, this one to save or to share, and those of other tools. */
export default function ViewsDialog({ view, file, onClose }: Props) {
  const shown = view.specs.length > 0;
  const [tab, setTab] = useState<string | null>(file ? "import" : "saved");
  const [name, setName] = useState("");
  return (
    <Modal opened onClose={onClose} title="Views" size="lg">
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="saved">Saved</Tabs.Tab>
          {shown && <Tabs.Tab value="save">Save this one</Tabs.Tab>}
          {shown && <Tabs.Tab value="share">Share</Tabs.Tab>}
          <Tabs.Tab value="import">Import</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="saved">
          <SavedList view={view} onOpened={onClose} />
        </Tabs.Panel>
        <Tabs.Panel value="save">
          <SaveForm view={view} name={name} onSaved={() => setTab("saved")} />
        </Tabs.Panel>
        <Tabs.Panel value="share">
          <ShareForm view={view} />
        </Tabs.Panel>
        <Tabs.Panel value="import">
          <ImportForm view={view} file={file} onShown={setName} onClose={onClose} />
        </Tabs.Panel>
      </Tabs>
    </Modal>
  );
}
