import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { answerOf, configApi } from "@/api/clients";
import type { ReportKind } from "@/api/types";

const PAGE = 200;
const AGAIN_MS = 10_000;
const MOST_REFRESHED = 3;

/** Which report is looked at, of which PVs. */
export interface Wish {
  kind: ReportKind;
  /** How far back; empty: as far as the report does by itself. */
  span: string;
  search: string;
  group: string;
}

const asked = ({ span, search, group }: Wish) => ({
  ...(span ? { span } : {}),
  ...(search ? { search } : {}),
  ...(group ? { group } : {}),
});

/** The reports that there are. */
export function useReportInfos() {
  return useQuery({
    queryKey: ["reports"],
    queryFn: () => answerOf("Asking which reports there are", configApi.GET("/v1/reports")),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The groups of PVs. */
export function useGroups() {
  return useQuery({
    queryKey: ["labels"],
    queryFn: () => answerOf("Listing the groups", configApi.GET("/v1/labels")),
    select: ({ groups }) => groups.map(({ name }) => name),
    staleTime: 60_000,
  });
}

/** The rows of a report, a page after the other. */
export function useReport(wish: Wish) {
  const { kind, span, search, group } = wish;
  return useInfiniteQuery({
    queryKey: ["report", kind, span, search, group],
    queryFn: ({ pageParam }) => {
      const query = { ...asked(wish), limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) };
      const params = { path: { kind }, query };
      return answerOf("Making the report", configApi.GET("/v1/reports/{kind}", { params }));
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
    // Far down a long report it is not read anew: that would be all of it.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > MOST_REFRESHED ? false : AGAIN_MS),
  });
}

/** Where the whole report is as a table. */
export function tableOf(wish: Wish): string {
  const query = new URLSearchParams(asked(wish)).toString();
  return `/api/config/v1/reports/${wish.kind}/csv${query && `?${query}`}`;
}
