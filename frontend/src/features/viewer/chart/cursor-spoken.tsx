import { useDebouncedValue } from "@mantine/hooks";
import { type Cursor, useCursorTime } from "@/shared/chart/cursor";
import { formatValue } from "@/shared/format/value";
import { formatStamp } from "@/shared/time/format";
import { useZone } from "@/shared/time/zone";
import { MANY_TEXTS, readingAt } from "../reading";
import type { ViewerTrace } from "../traces";

const REST_MS = 500;
const MOST = 5;

/** Says the values at the cursor to a screen reader, once the cursor has come to rest. */
export function CursorSpoken({ cursor, traces }: { cursor: Cursor; traces: readonly ViewerTrace[] }) {
  const zone = useZone();
  const [time] = useDebouncedValue(useCursorTime(cursor), REST_MS);
  return (
    <p className="sr-only" role="status" data-testid="spoken">
      {time !== null &&
        `At ${formatStamp(time, zone)}: ${traces
          .slice(0, MOST)
          .map((trace) => `${trace.title} ${spoken(trace, time)}`)
          .join(", ")}`}
    </p>
  );
}

function spoken(trace: ViewerTrace, time: number): string {
  const reading = readingAt(trace, time);
  if (!reading) return "not recorded";
  if (reading.kind === "texts") return MANY_TEXTS;
  const metadata = trace.info?.metadata;
  const value = formatValue(reading.kind === "bin" ? reading.mean : reading.value, metadata);
  return `${value} ${metadata?.egu ?? ""}`.trim();
}
