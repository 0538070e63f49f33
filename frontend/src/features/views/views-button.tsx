import { Button } from "@mantine/core";
import { IconBookmarks } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import type { View } from "@/features/viewer/view";
import { DropTarget } from "./drop-target";

const ViewsDialog = lazy(() => import("./dialog"));

/** Opens what was saved; a file of another tool may be dropped anywhere on the page. */
export function ViewsButton({ view }: { view: View }) {
  const [opened, setOpened] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  return (
    <>
      <Button variant="default" leftSection={<IconBookmarks size={15} />} onClick={() => setOpened(true)}>
        Views
      </Button>
      <DropTarget onFile={setFile} />
      {(opened || file) && (
        <Suspense>
          <ViewsDialog
            view={view}
            file={file}
            onClose={() => {
              setOpened(false);
              setFile(null);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
