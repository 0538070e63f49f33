import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { answerOf, queryApi } from "@/api/clients";
import { againIn } from "@/api/problems";
import { nsToMs } from "@/shared/pv/samples";
import type { TimeRange } from "@/shared/time/range";
import type { ViewerTrace } from "./traces";

/** Something that happened to the recording of a PV; ms. */
export interface Happening {
  pv: string;
  time: number;
  kind: string;
  detail: string;
  count: number;
}

async function fetchEvents(
  pvs: readonly string[],
  range: TimeRange,
  signal: AbortSignal,
): Promise<Happening[]> {
  const query = { pv: [...pvs], from: range.from, to: range.to };
  const answer = await answerOf("Reading events", queryApi.GET("/v1/events", { params: { query }, signal }));
  return answer.events
    .filter(({ time }) => time >= answer.start)
    .map(({ pv, time, kind, detail, count }) => ({
      pv,
      time: nsToMs(time),
      kind,
      detail: detail ?? "",
      count: count ?? 0,
    }));
}

const NONE: Happening[] = [];
const EVERY_MS = 15_000;

/** Give what happened to the recording of the traces' PVs; what can't be read is left out. */
export function useEvents(traces: readonly ViewerTrace[], range: TimeRange, live: boolean): Happening[] {
  // Of PVs that the archive does not know there are no events, and asking for them fails as a whole.
  const key = traces
    .filter(({ source, history }) => source.kind === "pv" && source.shiftMs === 0 && history)
    .map(({ pv }) => pv)
    .join("\n");
  const pvs = useMemo(() => (key === "" ? [] : key.split("\n")), [key]);
  const { data } = useQuery({
    queryKey: ["events", key, range.from, range.to],
    queryFn: ({ signal }) => fetchEvents(pvs, range, signal),
    enabled: pvs.length > 0,
    placeholderData: (previous) => previous,
    refetchInterval: ({ state }) => againIn(state.error, live ? EVERY_MS : false),
  });
  return data ?? NONE;
}
