import { useQuery } from "@tanstack/react-query";
import { answerOf, configApi } from "@/api/clients";
import type { Report, ReportKind, ReportRow } from "@/api/types";
import type { Order } from "@/shared/table/columns";
import { usePagedRows } from "@/shared/table/pages";

/** Which report is looked at, of which PVs. */
export interface Wish {
  kind: ReportKind;
  /** How far back; empty: as far as the report does by itself. */
  span: string;
  search: string;
  group: string;
  /** By which column; left out: as the report does by itself. */
  sort: Order | undefined;
}

const asked = ({ span, search, group, sort }: Wish) => ({
  ...(span ? { span } : {}),
  ...(search ? { search } : {}),
  ...(group ? { group } : {}),
  ...(sort ? { sort } : {}),
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

/** The rows of a report, on some of its pages. */
export function useReport(wish: Wish, pages: readonly number[]) {
  const { kind } = wish;
  return usePagedRows<ReportRow, Report>(
    {
      key: ["report", kind, asked(wish)],
      read: (page, signal) => {
        const params = { path: { kind }, query: { ...asked(wish), ...page } };
        return answerOf("Making the report", configApi.GET("/v1/reports/{kind}", { params, signal }));
      },
      rowsOf: ({ rows }) => rows,
    },
    pages,
  );
}

/** Where the whole report is as a table. */
export function tableOf(wish: Wish): string {
  const query = new URLSearchParams(asked(wish)).toString();
  return `/api/config/v1/reports/${wish.kind}/csv${query && `?${query}`}`;
}
