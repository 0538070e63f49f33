import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo } from "react";
import { answerOf, configApi } from "@/api/clients";
import { recall, remember } from "@/shared/ui/remember";
import type { DashboardSearch } from "./search";
import { starters } from "./starters";

const MEMORY = "dashboard";
export const DEFAULT_SPAN = "10m";

export interface Board {
  pv: readonly string[];
  chart: readonly string[];
  span: string;
}

function recalled(): DashboardSearch | null {
  try {
    return JSON.parse(recall(MEMORY) ?? "null") as DashboardSearch | null;
  } catch {
    return null;
  }
}

async function fetchStarters() {
  const query = { limit: 500 };
  const page = await answerOf("Asking which PVs there are", configApi.GET("/v1/pvs", { params: { query } }));
  return starters(page.pvs);
}

/** The board as the address says; where it says nothing, as it was left; at the first visit, a sensible one. */
export function useBoard() {
  const search = useSearch({ from: "/" });
  const navigate = useNavigate({ from: "/" });
  const said = search.pv !== undefined || search.empty === true;
  const memory = useMemo(() => (said ? null : recalled()), [said]);
  const first = useQuery({
    queryKey: ["starters"],
    queryFn: fetchStarters,
    enabled: !said && memory === null,
    // PVs are being added, or their IOCs have not told yet what they are: look again until there is a choice.
    refetchInterval: (query) => (query.state.data?.pv.length ? false : 3_000),
    gcTime: 0,
  });

  useEffect(() => {
    if (said) return;
    const choice = memory ?? (first.data?.pv.length ? first.data : null);
    if (choice) void navigate({ search: choice, replace: true });
  }, [said, memory, first.data, navigate]);

  useEffect(() => {
    if (said) remember(MEMORY, JSON.stringify(search));
  }, [said, search]);

  const board = useMemo<Board>(
    () => ({ pv: search.pv ?? [], chart: search.chart ?? [], span: search.span ?? DEFAULT_SPAN }),
    [search],
  );
  const change = useCallback(
    (next: Partial<Board>) => {
      const pv = next.pv ?? board.pv;
      const chart = (next.chart ?? board.chart).filter((name) => pv.includes(name));
      const span = next.span ?? board.span;
      void navigate({
        search: {
          ...(pv.length > 0 ? { pv: [...pv] } : { empty: true }),
          ...(chart.length > 0 ? { chart } : {}),
          ...(span === DEFAULT_SPAN ? {} : { span }),
        },
        replace: true,
      });
    },
    [board, navigate],
  );
  return { board, change, ready: said, first };
}
