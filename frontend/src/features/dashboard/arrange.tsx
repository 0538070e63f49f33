import "react-grid-layout/css/styles.css";
import "react-resizable/css/styles.css";
import { Kbd } from "@mantine/core";
import { type CSSProperties, type KeyboardEvent, type ReactNode, useMemo, useState } from "react";
import { GridLayout, type Layout } from "react-grid-layout";
import { GAP } from "./grid";
import classes from "./grid.module.css";
import { type Board, COLUMNS, moved, type Place, removed, SMALLEST, settle, type Tile } from "./model";
import { nameOf } from "./tile";

interface Props {
  board: Board;
  width: number;
  rowHeight: number;
  onChange(board: Board): void;
  children(tile: Tile): ReactNode;
}

const MOVES: Record<string, Partial<Place>> = {
  ArrowLeft: { x: -1 },
  ArrowRight: { x: 1 },
  ArrowUp: { y: -1 },
  ArrowDown: { y: 1 },
};
const SIZES: Record<string, Partial<Place>> = {
  ArrowLeft: { w: -1 },
  ArrowRight: { w: 1 },
  ArrowUp: { h: -1 },
  ArrowDown: { h: 1 },
};

const added = (tile: Place, by: Partial<Place>): Place => ({
  x: tile.x + (by.x ?? 0),
  y: tile.y + (by.y ?? 0),
  w: tile.w + (by.w ?? 0),
  h: tile.h + (by.h ?? 0),
});

/** A step down is past the tile below: less would be undone as tiles rise. */
function stepOf(board: Board, tile: Tile, by: Partial<Place>): Place {
  for (let reach = 1; reach <= 40; reach++) {
    const place = added(tile, { ...by, ...(by.y ? { y: by.y * reach } : {}) });
    const next = moved(board, tile.id, place).tiles.find(({ id }) => id === tile.id);
    if (!by.y || (next && next.y !== tile.y)) return place;
  }
  return tile;
}

/** The board while it is arranged: by drag, or with the keyboard. */
export default function Arrange({ board, width, rowHeight, onChange, children }: Props) {
  const [said, setSaid] = useState("");
  const layout = useMemo<Layout>(
    () =>
      board.tiles.map(({ id, kind, x, y, w, h }) => ({
        ...{ i: id, x, y, w, h },
        minW: SMALLEST[kind].w,
        minH: SMALLEST[kind].h,
      })),
    [board.tiles],
  );
  const take = (next: Layout) => {
    const places = new Map(next.map(({ i, x, y, w, h }) => [i, { x, y, w, h }]));
    const tiles = settle(board.tiles.map((tile) => ({ ...tile, ...places.get(tile.id) })));
    onChange({ ...board, tiles });
  };
  const onKeyDown = (event: KeyboardEvent, tile: Tile) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      setSaid(`${nameOf(tile)} is removed`);
      onChange(removed(board, tile.id));
      return;
    }
    const by = (event.shiftKey ? SIZES : MOVES)[event.key];
    if (!by) return;
    event.preventDefault();
    const next = moved(board, tile.id, stepOf(board, tile, by));
    const place = next.tiles.find(({ id }) => id === tile.id) ?? tile;
    setSaid(`${nameOf(tile)}: column ${place.x + 1}, row ${place.y + 1}, ${place.w} wide, ${place.h} high`);
    onChange(next);
  };

  return (
    <>
      <p className={classes.hint} id="arranging">
        Drag a tile to move it, its corner to resize it. With the keyboard: <Kbd size="xs">Tab</Kbd> to a
        tile, the arrow keys move it, <Kbd size="xs">Shift</Kbd> and an arrow key resizes it,{" "}
        <Kbd size="xs">Delete</Kbd> removes it.
      </p>
      <span className="sr-only" role="status">
        {said}
      </span>
      <div className={classes.ground} style={{ "--step": `${rowHeight + GAP}px` } as CSSProperties}>
        <GridLayout
          width={width}
          layout={layout}
          gridConfig={{ cols: COLUMNS, rowHeight, margin: [GAP, GAP], containerPadding: [0, 0] }}
          dragConfig={{ enabled: true, cancel: "button, [role=menu]" }}
          resizeConfig={{ enabled: true, handles: ["se"] }}
          onDragStop={take}
          onResizeStop={take}
        >
          {board.tiles.map((tile) => (
            // biome-ignore lint/a11y/useSemanticElements: a field set is no grid item
            <div
              key={tile.id}
              role="group"
              className={classes.arranged}
              aria-label={`Place of ${nameOf(tile)}`}
              aria-describedby="arranging"
              // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved and resized with the keyboard
              tabIndex={0}
              onKeyDown={(event) => onKeyDown(event, tile)}
            >
              {children(tile)}
            </div>
          ))}
        </GridLayout>
      </div>
    </>
  );
}
