import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconColumns3 } from "@tabler/icons-react";
import { useState } from "react";
import { recall, remember } from "@/shared/ui/remember";
import { type Column, shownOf } from "./columns";

/** The columns that somebody chose for a table, remembered by its name; null: the usual ones. */
export function useWantedColumns(table: string): [readonly string[] | null, (ids: string[]) => void] {
  const [wanted, setWanted] = useState<readonly string[] | null>(
    () => recall(`${table}-columns`)?.split(",") ?? null,
  );
  const choose = (ids: string[]) => {
    setWanted(ids);
    remember(`${table}-columns`, ids.join(","));
  };
  return [wanted, choose];
}

interface Props<Row extends object> {
  columns: readonly Column<Row>[];
  wanted: readonly string[] | null;
  onWanted(ids: string[]): void;
}

/** Chooses which columns of a table are shown. */
export function ColumnMenu<Row extends object>({ columns, wanted, onWanted }: Props<Row>) {
  const shown = Object.entries(shownOf(columns, wanted, false));
  const toggle = (id: string) =>
    onWanted(shown.filter(([one, is]) => (one === id ? !is : is)).map(([one]) => one));
  return (
    <Menu position="bottom-end" closeOnItemClick={false}>
      <Menu.Target>
        <Tooltip label="Columns">
          <ActionIcon aria-label="Columns">
            <IconColumns3 size={17} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {shown.map(([id, is]) => (
          <Menu.CheckboxItem key={id} checked={is} onChange={() => toggle(id)}>
            {titleOf(columns.find((column) => column.id === id))}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function titleOf<Row extends object>(column: Column<Row> | undefined): string {
  return column?.meta?.title ?? String(column?.header);
}
