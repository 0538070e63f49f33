import { useElementSize } from "@mantine/hooks";
import { type CSSProperties, lazy, type ReactNode, Suspense, useMemo } from "react";
import classes from "./grid.module.css";
import { type Board, COLUMNS, heightOf, type Tile } from "./model";

const Arrange = lazy(() => import("./arrange"));

export const GAP = 10;
const PHONE_PX = 640;
const LEAST_ROW = 32;
/** Rows grow with the screen, so that a board looks the same on a laptop and on a wall. */
const ROW_OF_COLUMN = 0.56;

interface Props {
  board: Board;
  arranging: boolean;
  /** As high as this, in pixels, whatever it holds; null: as its rows are. */
  fit: number | null;
  onChange(board: Board): void;
  children(tile: Tile): ReactNode;
}

const byPlace = (a: Tile, b: Tile) => a.y - b.y || a.x - b.x;
const isWide = ({ kind }: Tile) => kind === "chart" || kind === "states" || kind === "text";

/** Tiles where they belong; on a phone one after the other, two side by side. */
export function Grid({ board, arranging, fit, onChange, children }: Props) {
  const { ref, width } = useElementSize();
  const tiles = useMemo(() => [...board.tiles].sort(byPlace), [board.tiles]);
  const rows = Math.max(1, heightOf(board));
  const column = (width - GAP * (COLUMNS - 1)) / COLUMNS;
  const natural = Math.max(LEAST_ROW, Math.round(column * ROW_OF_COLUMN));
  const row = fit === null ? natural : Math.max(16, Math.floor((fit - GAP * (rows - 1)) / rows));
  const phone = width < PHONE_PX;

  return (
    <div ref={ref} className={classes.board}>
      {width > 0 && arranging && !phone && (
        <Suspense>
          <Arrange board={board} width={width} rowHeight={row} onChange={onChange}>
            {children}
          </Arrange>
        </Suspense>
      )}
      {width > 0 && !(arranging && !phone) && (
        <div
          className={phone ? classes.phone : classes.grid}
          style={{ "--row": `${row}px` } as CSSProperties}
        >
          {tiles.map((tile) => (
            <div key={tile.id} className={classes.cell} style={phone ? onPhone(tile) : onGrid(tile)}>
              {children(tile)}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

const onGrid = ({ x, y, w, h }: Tile): CSSProperties => ({
  gridArea: `${y + 1} / ${x + 1} / span ${h} / span ${w}`,
});

const onPhone = (tile: Tile): CSSProperties => ({
  gridColumn: isWide(tile) ? "1 / -1" : "auto",
  height: tile.kind === "text" ? "auto" : Math.max(84, tile.h * 34),
  ...(tile.kind === "text" ? { minHeight: 40, height: Math.max(56, tile.h * 30) } : {}),
});
