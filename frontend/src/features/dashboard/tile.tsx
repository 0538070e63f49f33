import { ActionIcon, Menu } from "@mantine/core";
import { IconArrowsDiagonal, IconCopyPlus, IconDots, IconPencil, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type ComponentType, memo } from "react";
import { severityName } from "@/shared/format/severity";
import { PvName } from "@/shared/pv/name";
import { ChartTile } from "./chart";
import { GaugeTile } from "./gauge";
import { KINDS } from "./kinds";
import type { Tile as Model, TileKind } from "./model";
import { SparklineTile, ValueTile } from "./reading";
import { StatesTile } from "./states";
import { TextTile } from "./text";
import classes from "./tile.module.css";
import type { TileProps } from "./tile-props";

const DRAWN: Record<TileKind, ComponentType<TileProps>> = {
  value: ValueTile,
  sparkline: SparklineTile,
  chart: ChartTile,
  gauge: GaugeTile,
  states: StatesTile,
  text: TextTile,
};

export interface TileActions {
  edit(id: string): void;
  remove(id: string): void;
  duplicate(id: string): void;
  turnInto(id: string, kind: TileKind): void;
}

interface Props extends TileProps {
  /** Null on a wall: nothing there is operated. */
  actions: TileActions | null;
}

/** What a tile is called: as somebody chose, or by its PVs. */
export const nameOf = ({ kind, title, pvs, text }: Model): string => {
  if (title || kind === "text") return title || (text.split("\n", 1)[0] ?? "");
  return kind === "chart" ? `Chart of ${pvs.join(", ")}` : pvs.join(", ");
};

/** One tile: its name, what can be done with it, and what its kind shows. */
export const Tile = memo(function Tile({ actions, ...props }: Props) {
  const { tile, traces, span } = props;
  const { kind, pvs, title } = tile;
  const [only] = traces;
  const single = kind !== "chart" && kind !== "text";
  const state = !single ? "none" : only?.lost ? "lost" : severityName(only?.newest?.severity ?? 0);
  const Drawn = DRAWN[kind];
  const name = nameOf(tile);
  return (
    <article className={classes.tile} data-kind={kind} data-severity={state} aria-label={name}>
      {(kind !== "text" || title || actions) && (
        <header className={classes.head} data-bare={kind === "text" && !title}>
          {pvs.length > 0 ? (
            <Link
              className={classes.name ?? ""}
              to="/viewer"
              search={{ pv: [...pvs], from: `now-${span}` }}
              title={only?.info?.description || name}
            >
              {title || kind === "chart" ? title : <PvName name={name} />}
            </Link>
          ) : (
            <span className={classes.name}>{title}</span>
          )}
          {actions && <Actions tile={tile} name={name} span={span} {...actions} />}
        </header>
      )}
      <Drawn {...props} />
    </article>
  );
});

function Actions({
  tile,
  name,
  span,
  edit,
  remove,
  duplicate,
  turnInto,
}: TileActions & { tile: Model; name: string; span: string }) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon size="xs" className={classes.more ?? ""} aria-label={`More for ${name}`}>
          <IconDots size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {tile.pvs.length > 0 && (
          <>
            <Menu.Label>Show as</Menu.Label>
            {KINDS.filter(({ kind }) => kind !== "text").map(({ kind, label, Icon }) => (
              <Menu.Item
                key={kind}
                leftSection={<Icon size={15} />}
                disabled={kind === tile.kind}
                onClick={() => turnInto(tile.id, kind)}
              >
                {label}
              </Menu.Item>
            ))}
            <Menu.Divider />
            <Menu.Item
              leftSection={<IconArrowsDiagonal size={15} />}
              renderRoot={(root) => (
                <Link to="/viewer" search={{ pv: [...tile.pvs], from: `now-${span}` }} {...root} />
              )}
            >
              Open in the viewer
            </Menu.Item>
          </>
        )}
        <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => edit(tile.id)}>
          Edit…
        </Menu.Item>
        <Menu.Item leftSection={<IconCopyPlus size={15} />} onClick={() => duplicate(tile.id)}>
          Duplicate
        </Menu.Item>
        <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => remove(tile.id)}>
          Remove
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
