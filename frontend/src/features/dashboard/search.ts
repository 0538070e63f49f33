import { flagOf, listOf, pvsOf, textOf } from "@/app/search";

/** What the dashboard's address says; without `board` and `pv` it shows what was last looked at. */
export interface DashboardSearch {
  /** The id of a saved board, or one of this browser's: `own`, `link`. */
  board?: string;
  /** A board of a link: a tile for each of these PVs. */
  pv?: string[];
  /** Those of the PVs that have a chart, too. */
  chart?: string[];
  /** A board of a link, all of it: as it would be saved, JSON. */
  tiles?: string;
  /** How much is shown, e.g. `10m`. */
  span?: string;
  /** Nothing but tiles, as large as the screen. */
  wall?: boolean;
}

export function validateDashboard(search: Record<string, unknown>): DashboardSearch {
  const board = textOf(search.board);
  const pv = pvsOf(search.pv);
  const chart = listOf(search.chart);
  const tiles = textOf(search.tiles);
  const span = textOf(search.span);
  return {
    ...(board ? { board } : {}),
    ...(pv.length > 0 ? { pv } : {}),
    ...(chart.length > 0 ? { chart } : {}),
    ...(tiles ? { tiles } : {}),
    ...(span ? { span } : {}),
    ...(flagOf(search.wall) ? { wall: true } : {}),
  };
}
