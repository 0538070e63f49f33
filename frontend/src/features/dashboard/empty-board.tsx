import { Button } from "@mantine/core";
import { IconSparkles } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { Empty } from "@/shared/ui/empty";
import { ErrorNote } from "@/shared/ui/error-note";
import type { Board } from "./model";
import { fetchStarters } from "./use-board";

/** What to do first with a board that has no tile. */
export function EmptyBoard({ onBegin }: { onBegin(board: Board): void }) {
  const begin = useMutation({ mutationFn: fetchStarters, onSuccess: onBegin });
  return (
    <Empty
      title="Nothing is watched here yet"
      action={
        <>
          <Button
            variant="light"
            leftSection={<IconSparkles size={15} />}
            loading={begin.isPending}
            onClick={() => begin.mutate()}
          >
            Begin with a choice of what is archived
          </Button>
          {begin.error && <ErrorNote error={begin.error} />}
        </>
      }
    >
      Type a few letters of a PV’s name above and choose it, or paste a list of names anywhere in this page:
      each becomes a tile with its newest value. With “Tile” come charts, gauges, state strips and texts;
      “Arrange” moves them.
    </Empty>
  );
}
