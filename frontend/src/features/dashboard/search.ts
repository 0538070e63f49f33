import { flagOf, listOf, pvsOf, textOf } from "@/app/search";

/** What the dashboard's address says; without `pv` it shows what was last looked at. */
export interface DashboardSearch {
  pv?: string[];
  /** Those of the PVs that have a chart. */
  chart?: string[];
  /** How much is shown, e.g. `10m`. */
  span?: string;
  /** Nothing is chosen on purpose. */
  empty?: boolean;
}

export function validateDashboard(search: Record<string, unknown>): DashboardSearch {
  const pv = pvsOf(search.pv);
  const chart = listOf(search.chart);
  const span = textOf(search.span);
  return {
    ...(pv.length > 0 ? { pv } : {}),
    ...(chart.length > 0 ? { chart } : {}),
    ...(span ? { span } : {}),
    ...(flagOf(search.empty) ? { empty: true } : {}),
  };
}
