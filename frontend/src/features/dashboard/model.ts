/** A board as it is saved: tiles on a grid of 24 columns. What a tile shows of its PVs is its kind. */

export const TILE_KINDS = ["value", "sparkline", "chart", "gauge", "states", "text"] as const;
export type TileKind = (typeof TILE_KINDS)[number];

export const COLUMNS = 24;
const MOST_TILES = 200;
const MOST_ROWS = 1_000;
const MOST_PVS_OF_TILE = 20;
const MOST_TEXT = 2_000;
export const DEFAULT_SPAN = "10m";

/** Where a tile is, in cells. */
export interface Place {
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface Tile extends Place {
  id: string;
  kind: TileKind;
  /** A chart has several, a text none, all else one. */
  pvs: readonly string[];
  /** Instead of the PVs' names; empty: those. */
  title: string;
  /** Of a text tile. */
  text: string;
  /** Ends of a gauge's scale; null: as the record says. */
  low: number | null;
  high: number | null;
}

export interface Board {
  span: string;
  tiles: readonly Tile[];
}

export const EMPTY_BOARD: Board = { span: DEFAULT_SPAN, tiles: [] };

const SIZES: Record<TileKind, { w: number; h: number }> = {
  value: { w: 4, h: 3 },
  sparkline: { w: 4, h: 4 },
  chart: { w: 12, h: 8 },
  gauge: { w: 4, h: 5 },
  states: { w: 12, h: 3 },
  text: { w: 8, h: 2 },
};

/** Give the smallest size in which a kind of tile can be read. */
export const SMALLEST: Record<TileKind, { w: number; h: number }> = {
  value: { w: 2, h: 2 },
  sparkline: { w: 3, h: 3 },
  chart: { w: 5, h: 4 },
  gauge: { w: 3, h: 4 },
  states: { w: 4, h: 2 },
  text: { w: 2, h: 1 },
};

/** Give every PV of a board once, in the order of its tiles. */
export const pvsOfBoard = ({ tiles }: Board): string[] => [...new Set(tiles.flatMap(({ pvs }) => pvs))];

/** Give an id that no tile has. */
function freeId(tiles: readonly Tile[]): string {
  const taken = new Set(tiles.map(({ id }) => id));
  let number = tiles.length + 1;
  while (taken.has(`t${number}`)) number += 1;
  return `t${number}`;
}

const rowsOf = (tiles: readonly Place[]): number => Math.max(0, ...tiles.map(({ y, h }) => y + h));

/** Give how many rows a board has. */
export const heightOf = ({ tiles }: Board): number => rowsOf(tiles);

const overlap = (a: Place, b: Place): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

/** Give the first free place of a size, from the top left on. */
export function freePlace(tiles: readonly Place[], size: { w: number; h: number }): Place {
  const end = rowsOf(tiles);
  for (let y = 0; y < end; y++) {
    for (let x = 0; x + size.w <= COLUMNS; x++) {
      const place = { x, y, w: size.w, h: size.h };
      if (!tiles.some((tile) => overlap(tile, place))) return place;
    }
  }
  return { x: 0, y: end, w: size.w, h: size.h };
}

export type NewTile = Pick<Tile, "kind"> & Partial<Tile>;

/** Add tiles where there is room; beyond what a board holds they are left out. */
export function withTiles(board: Board, added: readonly NewTile[]): Board {
  const tiles = [...board.tiles];
  for (const tile of added) {
    if (tiles.length >= MOST_TILES) break;
    const place = freePlace(tiles, SIZES[tile.kind]);
    const plain = { pvs: [], title: "", text: "", low: null, high: null };
    tiles.push({ ...plain, ...place, ...tile, id: freeId(tiles) });
  }
  return { ...board, tiles };
}

/** Add a tile once more, of the same size, where there is room. */
export function duplicated(board: Board, id: string): Board {
  const tile = board.tiles.find((one) => one.id === id);
  return tile ? withTiles(board, [{ ...tile, ...freePlace(board.tiles, tile) }]) : board;
}

/** Let tiles rise as far as they can, those above first; `fixed` stays, the others make way below it. */
export function settle(tiles: readonly Tile[], fixed?: string): Tile[] {
  const order = [...tiles].sort(
    (a, b) => Number(b.id === fixed) - Number(a.id === fixed) || a.y - b.y || a.x - b.x,
  );
  const placed: Tile[] = [];
  for (const tile of order) {
    let y = tile.id === fixed ? tile.y : 0;
    const hits = (row: number) => placed.find((other) => overlap({ ...tile, y: row }, other));
    for (let hit = hits(y); hit; hit = hits(y)) y = hit.y + hit.h;
    placed.push({ ...tile, y });
  }
  const places = new Map(placed.map((tile) => [tile.id, tile]));
  return tiles.map((tile) => places.get(tile.id) ?? tile);
}

const within = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, Math.round(value)));

/** Keep a place on the board and large enough for what it holds. */
function fitting(kind: TileKind, { x, y, w, h }: Place): Place {
  const least = SMALLEST[kind];
  const width = within(w, least.w, COLUMNS);
  const height = within(h, least.h, MOST_ROWS);
  return { x: within(x, 0, COLUMNS - width), y: within(y, 0, MOST_ROWS), w: width, h: height };
}

/** Move or resize a tile; whatever is in its way makes way, and no row stays empty. */
export function moved(board: Board, id: string, change: Partial<Place>): Board {
  const tiles = board.tiles.map((tile) =>
    tile.id === id ? { ...tile, ...fitting(tile.kind, { ...tile, ...change }) } : tile,
  );
  return { ...board, tiles: settle(settle(tiles, id)) };
}

/** Change what a tile shows. */
export function changed(board: Board, id: string, change: Partial<Omit<Tile, "id">>): Board {
  const tiles = board.tiles.map((tile) => {
    if (tile.id !== id) return tile;
    const next = { ...tile, ...change };
    return { ...next, ...fitting(next.kind, next) };
  });
  return { ...board, tiles: settle(tiles) };
}

export const removed = (board: Board, id: string): Board => ({
  ...board,
  tiles: settle(board.tiles.filter((tile) => tile.id !== id)),
});

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown, most: number): string =>
  typeof value === "string" ? value.slice(0, most) : "";
const numberOf = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;

function readTile(value: unknown, id: string): Tile | null {
  if (!isObject(value)) return null;
  const kind = TILE_KINDS.find((one) => one === value.kind);
  if (!kind) return null;
  const names = Array.isArray(value.pvs) ? value.pvs : [];
  const pvs = names.filter((name): name is string => typeof name === "string" && name !== "");
  if (kind !== "text" && pvs.length === 0) return null;
  const size = SIZES[kind];
  const place = {
    x: numberOf(value.x) ?? 0,
    y: numberOf(value.y) ?? 0,
    w: numberOf(value.w) ?? size.w,
    h: numberOf(value.h) ?? size.h,
  };
  return {
    id,
    kind,
    pvs: kind === "text" ? [] : [...new Set(pvs)].slice(0, kind === "chart" ? MOST_PVS_OF_TILE : 1),
    title: textOf(value.title, 200),
    text: textOf(value.text, MOST_TEXT),
    low: numberOf(value.low),
    high: numberOf(value.high),
    ...fitting(kind, place),
  };
}

/** Make a board of what was saved, whoever wrote it; what is no tile is left out, and none lie on another. */
export function readBoard(content: unknown): Board {
  if (!isObject(content)) return EMPTY_BOARD;
  const given = Array.isArray(content.tiles) ? content.tiles.slice(0, MOST_TILES) : [];
  const tiles = given.flatMap((value, i) => readTile(value, `t${i + 1}`) ?? []);
  return { span: textOf(content.span, 16) || DEFAULT_SPAN, tiles: settle(tiles) };
}

/** Give a board as it is saved: tiles without what is as by default. */
export function writeBoard({ span, tiles }: Board): Record<string, unknown> {
  return {
    version: 1,
    span,
    tiles: tiles.map(({ kind, x, y, w, h, pvs, title, text, low, high }) => ({
      kind,
      ...{ x, y, w, h },
      ...(pvs.length > 0 ? { pvs: [...pvs] } : {}),
      ...(title ? { title } : {}),
      ...(text ? { text } : {}),
      ...(low !== null ? { low } : {}),
      ...(high !== null ? { high } : {}),
    })),
  };
}

/** Tell whether two boards show the same. */
export const sameBoard = (a: Board, b: Board): boolean =>
  JSON.stringify(writeBoard(a)) === JSON.stringify(writeBoard(b));

/** Make a board of PVs as a link or a first visit names them: a tile each, and charts below. */
export function boardOf(pvs: readonly string[], charts: readonly (readonly string[])[], span: string): Board {
  const tiles: NewTile[] = pvs.map((pv) => ({ kind: "sparkline", pvs: [pv] }));
  const many = charts.length > 2;
  const board = withTiles({ span, tiles: [] }, tiles);
  const below = heightOf(board);
  const width = many ? COLUMNS / 3 : COLUMNS / Math.max(1, charts.length);
  const drawn = charts.map<NewTile>((names, i) => ({
    kind: "chart",
    pvs: names,
    x: (i * width) % COLUMNS,
    y: below + Math.floor((i * width) / COLUMNS) * SIZES.chart.h,
    w: width,
    h: SIZES.chart.h,
  }));
  return withTiles(board, drawn);
}
