import { useThrottledValue } from "@mantine/hooks";
import type { Window } from "@/shared/chart/viewport";
import { type Shown, summaryOf } from "./summary";

const SUMMARY_MS = 5_000;

interface Props {
  id: string;
  traces: readonly Shown[];
  window: Window;
}

/** What a chart shows, to be read and never announced: it changes with live data, every few seconds at most. */
export function ChartSummary({ id, traces, window: [start, stop] }: Props) {
  const text = useThrottledValue(summaryOf(traces, start, stop), SUMMARY_MS);
  return (
    <p id={id} className="sr-only">
      {text}
    </p>
  );
}
