import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconDownload, IconSearch } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { Report, ReportInfo, ReportKind } from "@/api/types";
import { Section } from "@/features/health/section";
import { formatCount } from "@/shared/format/value";
import { ColumnMenu, useWantedColumns } from "@/shared/table/column-menu";
import type { Order } from "@/shared/table/columns";
import { useWantedPages } from "@/shared/table/pages";
import { Coded } from "@/shared/ui/coded";
import { ErrorNote } from "@/shared/ui/error-note";
import { columnsOf, totalsOf } from "./columns";
import { tableOf, useGroups, useReport, useReportInfos, type Wish } from "./queries";
import classes from "./reports.module.css";
import { columnOf, ReportTable } from "./table";

const FIRST: ReportKind = "disconnected";
const SPANS = ["1h", "6h", "24h", "7d", "30d"];
const SPANS_OF: Partial<Record<ReportKind, string[]>> = { "lost-connections": ["1h", "24h", "all"] };
const SAID: Readonly<Record<string, string>> = {
  "1h": "the last hour",
  "6h": "the last 6 hours",
  "24h": "the last day",
  "7d": "the last week",
  "30d": "the last 30 days",
  all: "since the collector's start",
};

/** Lists of the PVs that need a look. */
export function Reports() {
  const infos = useReportInfos();
  return (
    <Section title="Reports">
      {infos.error && <ErrorNote error={infos.error} onRetry={() => void infos.refetch()} />}
      {infos.data && <Chosen infos={infos.data} />}
    </Section>
  );
}

function Chosen({ infos }: { infos: readonly ReportInfo[] }) {
  const [kind, setKind] = useState<ReportKind>(FIRST);
  const [span, setSpan] = useState("");
  const [typed, setTyped] = useState("");
  const [group, setGroup] = useState<string | null>(null);
  const [search] = useDebouncedValue(typed.trim(), 250);
  const info = infos.find((one) => one.kind === kind) ?? infos[0];
  const groups = useGroups();
  if (!info) return null;
  const wish = { kind: info.kind, span, search, group: group ?? "" };
  return (
    <>
      <div className={classes.bar}>
        <Select
          size="xs"
          aria-label="Report"
          allowDeselect={false}
          comboboxProps={{ width: "max-content", position: "bottom-start" }}
          data={infos.map((one) => ({ value: one.kind, label: one.title }))}
          value={info.kind}
          onChange={(chosen) => {
            setKind(chosen as ReportKind);
            setSpan("");
          }}
        />
        {info.span && (
          <Select
            size="xs"
            aria-label="How far back"
            allowDeselect={false}
            data={(SPANS_OF[info.kind] ?? SPANS).map((value) => ({ value, label: SAID[value] ?? value }))}
            value={span || info.span}
            onChange={(chosen) => setSpan(chosen ?? "")}
          />
        )}
        <TextInput
          size="xs"
          className={classes.search ?? ""}
          aria-label="PVs of the report"
          placeholder="All PVs, or a pattern like SR:*"
          leftSection={<IconSearch size={14} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {(groups.data ?? []).length > 0 && (
          <Select
            size="xs"
            aria-label="Group"
            placeholder="All groups"
            clearable
            searchable
            data={groups.data ?? []}
            value={group}
            onChange={setGroup}
          />
        )}
      </div>
      <Rows key={info.kind} info={info} wish={wish} />
    </>
  );
}

function Rows({ info, wish }: { info: ReportInfo; wish: Omit<Wish, "sort"> }) {
  const [sort, setSort] = useState<Order>();
  const [wanted, setWanted] = useWantedColumns(`report-${info.kind}`);
  const [pages, onSight] = useWantedPages();
  const sorted = { ...wish, sort };
  const { total, any, at, error, retry } = useReport(sorted, pages);
  const columns = useMemo(() => columnsOf(info).map(columnOf), [info]);
  return (
    <>
      <div className={classes.head}>
        <p className={classes.words}>
          <strong role="status" data-testid="report-total">
            {any ? inAll(any) : error ? "" : "Asking the collectors…"}
          </strong>{" "}
          <Coded>{info.explanation}</Coded>
        </p>
        <ColumnMenu columns={columns} wanted={wanted} onWanted={setWanted} />
        <Button
          component="a"
          href={tableOf(sorted)}
          download={`caflux-${info.kind}.csv`}
          size="xs"
          variant="subtle"
          color="gray"
          leftSection={<IconDownload size={15} />}
        >
          CSV
        </Button>
      </div>
      {any && <Missing report={any} />}
      {error && <ErrorNote error={error} onRetry={retry} />}
      {total !== null && total > 0 && (
        <ReportTable
          title={info.title}
          columns={columns}
          wanted={wanted}
          count={total}
          at={at}
          order={sort}
          onOrder={setSort}
          onSight={onSight}
        />
      )}
    </>
  );
}

function inAll({ total, totals }: Report): string {
  if (total === 0) return "No PV.";
  const sums = totalsOf(totals);
  return `${formatCount(total)} ${total === 1 ? "PV" : "PVs"}${sums && `, ${sums}`}.`;
}

/** Names the collectors whose PVs the report lacks. */
function Missing({ report }: { report: Report }) {
  const silent = report.collectors.filter(({ age_s }) => age_s == null).map(({ collector }) => collector);
  if (silent.length === 0) return null;
  return (
    <p className={classes.missing} role="alert">
      {silent.join(", ")} {silent.length === 1 ? "does" : "do"} not answer: what is connected there is not
      known.
    </p>
  );
}
