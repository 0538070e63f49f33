import { describe, expect, it } from "vitest";
import {
  type Board,
  boardOf,
  COLUMNS,
  changed,
  duplicated,
  EMPTY_BOARD,
  heightOf,
  moved,
  type Place,
  readBoard,
  removed,
  sameBoard,
  settle,
  type Tile,
  withTiles,
  writeBoard,
} from "./model";

const overlaps = (tiles: readonly Place[]): boolean =>
  tiles.some((a, i) =>
    tiles.slice(i + 1).some((b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h),
  );

const values = (...pvs: string[]): Board =>
  withTiles(
    EMPTY_BOARD,
    pvs.map((pv) => ({ kind: "value", pvs: [pv] })),
  );

const tileOf = (board: Board, pv: string): Tile => {
  const found = board.tiles.find(({ pvs }) => pvs[0] === pv);
  if (!found) throw new Error(`no tile of ${pv}`);
  return found;
};

/** The same numbers each time. */
function* numbers(seed: number): Generator<number> {
  let state = seed;
  for (;;) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state;
  }
}

describe("a board", () => {
  it("has a tile once more, of its size, where there is room", () => {
    const board = moved(values("A", "B"), "t1", { w: 9, h: 5 });
    const twice = duplicated(board, "t1").tiles;
    expect(twice.map(({ id, pvs, w, h }) => [id, pvs[0], w, h])).toEqual([
      ["t1", "A", 9, 5],
      ["t2", "B", 4, 3],
      ["t3", "A", 9, 5],
    ]);
    expect(overlaps(twice)).toBe(false);
    expect(duplicated(board, "none")).toBe(board);
  });

  it("is filled from the top left", () => {
    const board = values("A", "B", "C", "D", "E", "F", "G");
    expect(board.tiles.map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [4, 0],
      [8, 0],
      [12, 0],
      [16, 0],
      [20, 0],
      [0, 3],
    ]);
    expect(tileOf(withTiles(removed(board, "t2"), [{ kind: "value", pvs: ["H"] }]), "H").x).toBe(4);
  });

  it("makes way for a tile that is moved onto others", () => {
    const board = moved(values("A", "B", "C"), "t1", { x: 4 });
    expect(tileOf(board, "A")).toMatchObject({ x: 4, y: 0 });
    expect(tileOf(board, "B")).toMatchObject({ x: 4, y: 3 });
    expect(tileOf(board, "C")).toMatchObject({ x: 8, y: 0 });
  });

  it("lets no tile leave it or become too small to be read", () => {
    const board = moved(values("A"), "t1", { x: 23, y: -5, w: 0, h: 0 });
    expect(tileOf(board, "A")).toMatchObject({ x: COLUMNS - 2, y: 0, w: 2, h: 2 });
    expect(tileOf(changed(board, "t1", { kind: "chart" }), "A")).toMatchObject({ x: 19, w: 5, h: 4 });
  });

  it("never has tiles on one another, nor an empty row, whatever is done to it", () => {
    const random = numbers(7);
    const next = (below: number) => (random.next().value as number) % below;
    let board = values(..."ABCDEFGHIJ");
    for (let step = 0; step < 300; step++) {
      const id = `t${next(10) + 1}`;
      board = moved(board, id, { x: next(30) - 3, y: next(20) - 3, w: next(12), h: next(8) });
      expect(overlaps(board.tiles)).toBe(false);
      expect(settle(board.tiles)).toEqual(board.tiles);
      expect(board.tiles.every(({ x, w }) => x >= 0 && x + w <= COLUMNS)).toBe(true);
    }
  });

  it("comes back as it was saved", () => {
    const board = withTiles(values("A", "B"), [
      { kind: "chart", pvs: ["A", "B"], title: "Both" },
      { kind: "gauge", pvs: ["A"], low: 0, high: 12.5 },
      { kind: "text", text: "Call 1234" },
    ]);
    const again = readBoard(JSON.parse(JSON.stringify(writeBoard(board))));
    expect(again).toEqual(board);
    expect(sameBoard(again, board)).toBe(true);
    expect(sameBoard(again, removed(board, "t1"))).toBe(false);
  });

  it.each([null, 7, [], {}, { tiles: 3 }, { tiles: [1, null, {}, { kind: "other" }, { kind: "value" }] }])(
    "of %j is an empty one",
    (content) => {
      expect(readBoard(content)).toEqual(EMPTY_BOARD);
    },
  );

  it("takes what others wrote as far as it can be drawn", () => {
    const wild = {
      kind: "gauge",
      pvs: ["A", "A", 3, "B"],
      x: -1e9,
      y: Number.NaN,
      w: 1e9,
      low: "x",
      title: 4,
    };
    const board = readBoard({ span: 5, tiles: [wild, { kind: "value", pvs: ["B"] }] });
    expect(board.tiles[0]).toMatchObject({ pvs: ["A"], x: 0, y: 0, w: COLUMNS, low: null, title: "" });
    expect(overlaps(board.tiles)).toBe(false);
    expect(readBoard({ tiles: Array.from({ length: 5_000 }, () => wild) }).tiles).toHaveLength(200);
  });

  it("of a link has a tile for each PV and charts below them", () => {
    const board = boardOf(["A", "B", "C"], [["A", "B"], ["C"], ["A"]], "1h");
    expect(board.span).toBe("1h");
    expect(board.tiles.map(({ kind }) => kind)).toEqual(
      [..."sss", ..."ccc"].map((k) => (k === "s" ? "sparkline" : "chart")),
    );
    expect(board.tiles.slice(3).map(({ x, y, w }) => [x, y, w])).toEqual([
      [0, 4, 8],
      [8, 4, 8],
      [16, 4, 8],
    ]);
    expect(overlaps(board.tiles)).toBe(false);
    expect(heightOf(board)).toBe(12);
  });
});
