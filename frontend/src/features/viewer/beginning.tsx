import { Button, Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { answerOf, configApi } from "@/api/clients";
import { starters } from "@/features/dashboard/starters";
import { Empty } from "@/shared/ui/empty";

const OFFERED = 5;

async function fetchOffered(): Promise<string[]> {
  const query = { limit: 500 };
  const page = await answerOf("Asking which PVs there are", configApi.GET("/v1/pvs", { params: { query } }));
  return starters(page.pvs).pv.slice(0, OFFERED);
}

/** What to do first where nothing is shown: a few PVs to begin with, and what else there is. */
export function Beginning({ onAdd }: { onAdd(names: string[]): void }) {
  const offered = useQuery({ queryKey: ["viewer-offered"], queryFn: fetchOffered, staleTime: 60_000 }).data;
  return (
    <Empty
      title="Choose what to look at"
      action={
        offered &&
        offered.length > 0 && (
          <Group gap="xs" justify="center">
            {offered.map((pv) => (
              <Button key={pv} variant="light" size="compact-sm" onClick={() => onAdd([pv])}>
                {pv}
              </Button>
            ))}
          </Group>
        )
      }
    >
      Type a few letters of a PV’s name above; several PVs share one chart, with an axis for each unit. Paste
      a list anywhere in this page to add many at once, or drag names here. The address of this page holds all
      that is shown, so it can be sent to a colleague. Views opens what was saved, and files of Phoebus and
      StripTool.
    </Empty>
  );
}
