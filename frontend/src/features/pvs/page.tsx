import { ActionIcon, Button, Menu, Tooltip } from "@mantine/core";
import {
  IconDownload,
  IconFileUpload,
  IconFolders,
  IconListCheck,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlus,
  IconTrash,
} from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { Failed } from "@/features/session/failed";
import { useMay } from "@/features/session/queries";
import { formatCount } from "@/shared/format/value";
import { ColumnMenu, useWantedColumns } from "@/shared/table/column-menu";
import { useWantedPages } from "@/shared/table/pages";
import { Empty } from "@/shared/ui/empty";
import { ErrorNote } from "@/shared/ui/error-note";
import { AddDialog } from "./add-dialog";
import { COLUMNS } from "./columns";
import { Details } from "./details";
import { EditDialog } from "./edit-dialog";
import { Filters } from "./filters";
import { ImportDialog } from "./import-dialog";
import { LastDone } from "./last-done";
import classes from "./page.module.css";
import { type BatchAction, namesOf, type PvActions, usePvActions, usePvRows } from "./queries";
import { isFiltered, type PvsFilter, queryOf, type Sort } from "./search";
import { ALL, countChosen, NONE, type Selection } from "./selection";
import { PvTable } from "./table";

type Dialog = "add" | "import" | "edit" | null;
const FORMS = { csv: "CSV", json: "JSON", yaml: "YAML", txt: "Names" };

export default function PvsPage() {
  const { sort = "name", pv: open, ...filter } = useSearch({ from: "/pvs" });
  const navigate = useNavigate({ from: "/pvs" });
  const actions = usePvActions();
  const [dialog, setDialog] = useState<Dialog>(null);
  const [pasted, setPasted] = useState("");
  const [more, setMore] = useState(false);
  const [wanted, setWanted] = useWantedColumns("pv");
  const [pages, onSight] = useWantedPages();
  const rows = usePvRows(filter, sort, pages);
  const [selection, setSelection] = useState<Selection>(NONE);
  const operates = useMay("operate");
  const configures = useMay("configure");
  const onFilter = (change: { [key in keyof PvsFilter]?: PvsFilter[key] | undefined }) => {
    setSelection(NONE);
    void navigate({ search: (now) => ({ ...now, ...change }), replace: true });
  };
  const close = () => {
    setDialog(null);
    setPasted("");
    actions.put.reset();
    actions.bulk.reset();
  };
  const total = rows.total;
  const chosen = countChosen(selection, total ?? 0);
  const query = new URLSearchParams(queryOf(filter)).toString();
  const { batch, undo } = actions;
  const unfiltered = !isFiltered(filter);
  const adders = configures && (
    <>
      <Button leftSection={<IconPlus size={15} />} onClick={() => setDialog("add")}>
        Add a PV
      </Button>
      <Button
        variant="default"
        className={classes.rest ?? ""}
        leftSection={<IconFileUpload size={15} />}
        onClick={() => setDialog("import")}
      >
        Import…
      </Button>
    </>
  );

  return (
    <div className={classes.page}>
      <h1 className="sr-only">PVs</h1>
      <div className={classes.toolbar} data-more={more}>
        <Filters filter={filter} onFilter={onFilter} more={more} onMore={setMore} />
        <span className={classes.count} role="status" data-testid="total">
          {total !== null && `${formatCount(total)} ${total === 1 ? "PV" : "PVs"}`}
        </span>
        <div className={classes.adders}>
          <div className={classes.wide}>
            <ColumnMenu columns={COLUMNS} wanted={wanted} onWanted={setWanted} />
          </div>
          <Menu position="bottom-end">
            <Menu.Target>
              <Tooltip label={unfiltered ? "Download the list" : "Download what is shown"}>
                <ActionIcon aria-label="Download" className={classes.rest ?? ""}>
                  <IconDownload size={17} />
                </ActionIcon>
              </Tooltip>
            </Menu.Target>
            <Menu.Dropdown>
              {Object.entries(FORMS).map(([form, label]) => (
                <Menu.Item
                  key={form}
                  component="a"
                  href={`/api/config/v1/pvs/export?format=${form}&${query}`}
                  download={`caflux-pvs.${form}`}
                >
                  {label}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          <Button
            variant="default"
            className={classes.rest ?? ""}
            leftSection={<IconListCheck size={15} />}
            renderRoot={(root) => <Link to="/pvs/policies" {...root} />}
          >
            Policies
          </Button>
          <Button
            variant="default"
            className={classes.rest ?? ""}
            leftSection={<IconFolders size={15} />}
            renderRoot={(root) => <Link to="/pvs/groups" {...root} />}
          >
            Groups
          </Button>
          {adders}
        </div>
      </div>
      {rows.error && <ErrorNote error={rows.error} onRetry={rows.retry} />}
      <Failed of={batch} />
      <Failed of={undo} />
      {actions.done && <LastDone actions={actions} />}
      {chosen > 0 && (
        <ChosenBar
          chosen={chosen}
          total={total ?? 0}
          filter={filter}
          selection={selection}
          actions={actions}
          configures={configures}
          onSelect={setSelection}
          onEdit={() => setDialog("edit")}
        />
      )}
      {total === 0 && (
        <Empty
          title={unfiltered ? "No PV is archived yet" : "No PV matches"}
          action={unfiltered ? <div className={classes.adders}>{adders}</div> : null}
        >
          {unfiltered
            ? "Add one by its name, or many at once from a list or a file of your old archiver. Archiving begins within a second."
            : "The search looks for a part of the name; * stands for anything and ? for one character; between slashes it is a regular expression."}
        </Empty>
      )}
      <div className={total === 0 ? classes.hidden : undefined}>
        <PvTable
          rows={rows}
          wanted={wanted}
          sort={sort}
          onSort={(next: Sort) => void navigate({ search: (now) => ({ ...now, sort: next }), replace: true })}
          selection={selection}
          onSelect={setSelection}
          onSight={onSight}
          batch={actions.batch}
          operates={operates}
        />
      </div>
      {dialog === "add" && (
        <AddDialog
          put={actions.put}
          onMany={(text) => {
            setPasted(text);
            setDialog("import");
          }}
          onClose={close}
        />
      )}
      {dialog === "import" && <ImportDialog actions={actions} given={pasted} onClose={close} />}
      {dialog === "edit" && (
        <EditDialog count={chosen} filter={filter} selection={selection} actions={actions} onClose={close} />
      )}
      {open && (
        <Details
          key={open}
          name={open}
          actions={actions}
          onClose={() => {
            actions.put.reset();
            void navigate({ search: (now) => ({ ...now, pv: undefined }) });
          }}
        />
      )}
    </div>
  );
}

interface ChosenProps {
  chosen: number;
  total: number;
  filter: PvsFilter;
  selection: Selection;
  actions: PvActions;
  configures: boolean;
  onSelect(selection: Selection): void;
  onEdit(): void;
}

/** What can be done with the PVs that are chosen. */
function ChosenBar({ chosen, total, filter, selection, actions, configures, onSelect, onEdit }: ChosenProps) {
  const { batch } = actions;
  const [asked, setAsked] = useState(false);
  const begin = (action: BatchAction) =>
    batch.mutate({ action, names: () => namesOf(filter, selection) }, { onSuccess: () => onSelect(NONE) });
  return (
    <section className={classes.chosen} aria-label="What is chosen">
      <strong>{formatCount(chosen)} chosen</strong>
      {chosen < total && (
        <Button size="compact-xs" variant="subtle" onClick={() => onSelect(ALL)}>
          Choose all {formatCount(total)}
        </Button>
      )}
      <Button size="compact-xs" variant="subtle" color="gray" onClick={() => onSelect(NONE)}>
        None
      </Button>
      <span className={classes.space} />
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconPlayerPause size={14} />}
        loading={batch.isPending}
        onClick={() => begin("pause")}
      >
        Pause
      </Button>
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconPlayerPlay size={14} />}
        onClick={() => begin("resume")}
      >
        Resume
      </Button>
      {configures && (
        <>
          <Button size="compact-xs" variant="default" onClick={onEdit}>
            Change…
          </Button>
          <Button
            size="compact-xs"
            variant={asked ? "filled" : "default"}
            color="red"
            leftSection={<IconTrash size={14} />}
            onClick={() => (asked ? begin("delete") : setAsked(true))}
            onBlur={() => setAsked(false)}
          >
            {asked ? `Delete ${formatCount(chosen)}: sure?` : "Delete"}
          </Button>
        </>
      )}
    </section>
  );
}
