import { IconFileImport } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import classes from "./drop-target.module.css";

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;

/** Takes a file that is dropped anywhere, and says so while one is dragged. */
export function DropTarget({ onFile }: { onFile(file: File): void }) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const onOver = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    // It leaves the window where nothing of it is entered instead.
    const onLeave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file) onFile(file);
    };
    window.addEventListener("dragover", onOver);
    window.addEventListener("dragleave", onLeave);
    window.addEventListener("drop", onDrop);
    return () => {
      window.removeEventListener("dragover", onOver);
      window.removeEventListener("dragleave", onLeave);
      window.removeEventListener("drop", onDrop);
    };
  }, [onFile]);
  if (!over) return null;
  return (
    <div className={classes.over} role="status">
      <IconFileImport size={28} aria-hidden="true" />
      Drop a Phoebus .plt or StripTool .stp file to show what it shows
    </div>
  );
}
