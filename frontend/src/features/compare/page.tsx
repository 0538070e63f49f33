import { Button, SegmentedControl, Skeleton } from "@mantine/core";
import { IconChartLine } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import { MOST_SHOWN } from "@/app/search";
import { formatCount } from "@/shared/format/value";
import { ColumnMenu, useWantedColumns } from "@/shared/table/column-menu";
import { formatSpan } from "@/shared/time/format";
import { Empty } from "@/shared/ui/empty";
import { ErrorNote } from "@/shared/ui/error-note";
import { columnsOf } from "./columns";
import { countKinds, inOrder, type Kind, RANKED } from "./comparison";
import classes from "./page.module.css";
import { rangeAround } from "./plot";
import { type Compared, type Question, useCompared } from "./queries";
import { type CompareSearch, DEFAULTS, validateCompare } from "./search";
import { CompareTable } from "./table";
import { Toolbar } from "./toolbar";

const TOP = 8;

const LABELS: Record<Kind, string> = { number: "Numbers", state: "States", lost: "Lost", found: "Found" };

/** The machine at two times: what changed most comes first. */
export default function ComparePage() {
  const given = useSearch({ from: "/compare" });
  // The router hands on also what was left out as nonsense.
  const search = useMemo(() => validateCompare({ ...given }), [given]);
  const navigate = useNavigate({ from: "/compare" });
  const change = useCallback(
    (next: CompareSearch) =>
      void navigate({
        search: (now) => ({ ...now, ...next }),
        replace: !("time1" in next || "time2" in next),
      }),
    [navigate],
  );
  const asked = useMemo<Question>(
    () => ({
      time1: search.time1 ?? DEFAULTS.time1,
      time2: search.time2 ?? DEFAULTS.time2,
      window: search.window ?? DEFAULTS.window,
      search: search.search ?? "",
      group: search.group ?? "",
    }),
    [search],
  );
  const all = search.show === "all";
  const sort = search.sort ?? RANKED;
  const [wanted, setWanted] = useWantedColumns("compare");
  const { data, error, isFetching, isPlaceholderData, refetch } = useCompared(asked, all);
  const rows = useMemo(
    () => inOrder(data?.rows.filter(({ kind }) => !search.show || all || kind === search.show) ?? [], sort),
    [data, search.show, all, sort],
  );
  const [time1, time2] = [data?.time1 ?? 0, data?.time2 ?? 0];
  const range = useMemo(() => rangeAround(asked.time1, asked.time2, Date.now()), [asked]);
  const columns = useMemo(() => columnsOf(time1, time2, range), [time1, time2, range]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const choosing = {
    isChosen: (pv: string) => chosen.has(pv),
    choose: (pvs: readonly string[], into: boolean) =>
      setChosen(new Set(into ? [...chosen, ...pvs] : [...chosen].filter((one) => !pvs.includes(one)))),
  };
  const plotted = chosen.size > 0 ? [...chosen].slice(0, MOST_SHOWN) : rows.slice(0, TOP).map(({ pv }) => pv);

  return (
    <div className={classes.page}>
      <h1 className="sr-only">Compare</h1>
      <Toolbar asked={asked} busy={isFetching} onChange={change} onRefresh={() => void refetch()} />
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={320} radius={8} />}
      {data && (
        <div className={classes.summary} data-stale={isPlaceholderData || undefined}>
          <Summary compared={data} />
          <Kinds compared={data} shown={search.show} onShow={(show) => change({ show })} />
          <ColumnMenu columns={columns} wanted={wanted} onWanted={setWanted} />
          {rows.length > 0 && (
            <Button
              leftSection={<IconChartLine size={15} />}
              renderRoot={(props) => <Link to="/viewer" search={{ pv: plotted, ...range }} {...props} />}
            >
              {chosen.size > 0 ? `Plot the ${chosen.size} chosen` : `Plot the first ${plotted.length}`}
            </Button>
          )}
        </div>
      )}
      {data && rows.length > 0 && (
        <CompareTable
          rows={rows}
          columns={columns}
          wanted={wanted}
          sort={sort}
          onSort={(next) => change({ sort: next })}
          choosing={choosing}
        />
      )}
      {data?.truncated && (
        <p className={classes.note}>
          The {formatCount(data.rows.length)} that changed most are listed. A pattern or a group shows others.
        </p>
      )}
      {data && rows.length === 0 && (
        <Nothing compared={data} narrowed={asked.search !== "" || asked.group !== ""} />
      )}
    </div>
  );
}

function Summary({ compared: { time1, time2, compared, changed } }: { compared: Compared }) {
  const apart = formatSpan(Math.abs(time2 - time1));
  return (
    <p className={classes.words} role="status" data-testid="summary">
      <strong>{formatCount(changed)}</strong> of {formatCount(compared)} PVs differ
      <span className={classes.dim}> between two times {apart || "0 s"} apart</span>
    </p>
  );
}

interface KindsProps {
  compared: Compared;
  shown: CompareSearch["show"];
  onShow(show: CompareSearch["show"]): void;
}

function Kinds({ compared, shown, onShow }: KindsProps) {
  const counts = countKinds(compared.rows);
  const kinds = (Object.keys(LABELS) as Kind[]).filter((kind) => counts[kind] > 0 || kind === shown);
  return (
    <SegmentedControl
      size="xs"
      aria-label="Which are listed"
      data={[
        { value: "", label: "Changed" },
        ...kinds.map((kind) => ({ value: kind, label: `${LABELS[kind]} ${formatCount(counts[kind])}` })),
        { value: "all", label: "All PVs" },
      ]}
      value={shown ?? ""}
      onChange={(value) => onShow((value || undefined) as CompareSearch["show"])}
    />
  );
}

function Nothing({ compared, narrowed }: { compared: Compared; narrowed: boolean }) {
  if (compared.compared === 0) {
    return (
      <Empty title={narrowed ? "No PV matches" : "Nothing is archived yet"}>
        {narrowed
          ? "The pattern looks for a part of the name; * stands for anything and ? for one character. A group has the PVs that the configuration puts there."
          : "As soon as PVs are archived, this page tells what changed between any two times."}
      </Empty>
    );
  }
  return (
    <Empty title="Nothing of this changed">
      Everything is as it was then. Choose other times, other PVs, or “All PVs” to see what they held.
    </Empty>
  );
}
