import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconDownload, IconListDetails, IconPlus, IconSearch } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import type { PvState } from "@/api/types";
import { LoginDeclined } from "@/features/session/provider";
import { useMay } from "@/features/session/queries";
import { formatCount } from "@/shared/format/value";
import { Empty } from "@/shared/ui/empty";
import { ErrorNote } from "@/shared/ui/error-note";
import { AddDialog } from "./add-dialog";
import { DeleteDialog } from "./delete-dialog";
import { ImportDialog } from "./import-dialog";
import classes from "./page.module.css";
import { usePvActions, usePvPages } from "./queries";
import { PvTable } from "./table";

type Dialog = { kind: "add" } | { kind: "import" } | { kind: "delete"; name: string } | null;

export default function PvsPage() {
  const search = useSearch({ from: "/pvs" });
  const navigate = useNavigate({ from: "/pvs" });
  const pages = usePvPages(search);
  const actions = usePvActions();
  const [dialog, setDialog] = useState<Dialog>(null);
  const [typed, setTyped] = useState(search.search ?? "");
  const seek = useDebouncedCallback(
    (text: string) =>
      void navigate({ search: (now) => ({ ...now, search: text || undefined }), replace: true }),
    200,
  );
  const pvs = useMemo(() => pages.data?.pages.flatMap((page) => page.pvs) ?? [], [pages.data]);
  const total = pages.data?.pages.at(-1)?.total ?? 0;
  const { fetchNextPage } = pages;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const { mutate: pause } = actions.pause;
  const { mutate: resume } = actions.resume;
  const askToDelete = useCallback((name: string) => setDialog({ kind: "delete", name }), []);
  const failed = [actions.pause, actions.resume].find(
    ({ error }) => error && !(error instanceof LoginDeclined),
  );
  const unfiltered = !search.search && !search.state;
  const close = () => {
    setDialog(null);
    for (const action of [actions.add, actions.load, actions.remove]) action.reset();
  };
  const configures = useMay("configure");
  const adders = configures && (
    <>
      <Button leftSection={<IconPlus size={15} />} onClick={() => setDialog({ kind: "add" })}>
        Add a PV
      </Button>
      <Button
        variant="default"
        leftSection={<IconListDetails size={15} />}
        onClick={() => setDialog({ kind: "import" })}
      >
        Add many…
      </Button>
    </>
  );

  return (
    <div className={classes.page}>
      <h1 className="sr-only">PVs</h1>
      <div className={classes.toolbar}>
        <TextInput
          size="xs"
          className={classes.search ?? ""}
          aria-label="Search PVs"
          placeholder="Search, or a pattern like SR:*:CURRENT"
          leftSection={<IconSearch size={14} />}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            seek(event.currentTarget.value.trim());
          }}
        />
        <SegmentedControl
          size="xs"
          aria-label="State"
          data={[
            { value: "", label: "All" },
            { value: "active", label: "Active" },
            { value: "paused", label: "Paused" },
          ]}
          value={search.state ?? ""}
          onChange={(state) =>
            void navigate({
              search: (now) => ({ ...now, state: (state || undefined) as PvState | undefined }),
              replace: true,
            })
          }
        />
        <span className={classes.count} role="status" data-testid="total">
          {pages.data && `${formatCount(total)} ${total === 1 ? "PV" : "PVs"}`}
        </span>
        <div className={classes.adders}>
          <Button
            component="a"
            href="/api/config/v1/pvs/export?format=csv"
            download="pvs.csv"
            variant="subtle"
            color="gray"
            leftSection={<IconDownload size={15} />}
          >
            CSV
          </Button>
          {adders}
        </div>
      </div>
      {pages.error && <ErrorNote error={pages.error} onRetry={() => void pages.refetch()} />}
      {failed && (
        <ErrorNote error={failed.error} onRetry={() => failed.variables && failed.mutate(failed.variables)} />
      )}
      {pages.data && pvs.length === 0 && (
        <Empty
          title={unfiltered ? "No PV is archived yet" : "No PV matches"}
          action={unfiltered ? <div className={classes.adders}>{adders}</div> : null}
        >
          {unfiltered
            ? "Add one by its name, or many at once by pasting a list or a CSV file. Archiving begins within a second."
            : "The search looks for a part of the name; * stands for anything and ? for one character."}
        </Empty>
      )}
      {pvs.length > 0 && (
        <PvTable
          pvs={pvs}
          total={total}
          loading={pages.isFetching}
          onMore={more}
          onPause={pause}
          onResume={resume}
          onDelete={askToDelete}
        />
      )}
      {dialog?.kind === "add" && <AddDialog actions={actions} onClose={close} />}
      {dialog?.kind === "import" && <ImportDialog actions={actions} onClose={close} />}
      {dialog?.kind === "delete" && <DeleteDialog name={dialog.name} actions={actions} onClose={close} />}
    </div>
  );
}
