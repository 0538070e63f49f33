import type { Cursor } from "@/shared/chart/cursor";
import type { PvTrace } from "@/shared/pv/traces";
import type { Tile } from "./model";

/** What every kind of tile is drawn from. */
export interface TileProps {
  tile: Tile;
  /** Of its PVs, in their order. */
  traces: readonly PvTrace[];
  /** The archive's clock, ms. */
  now: number;
  window: readonly [number, number];
  /** The same as a duration. */
  span: string;
  cursor: Cursor;
}
