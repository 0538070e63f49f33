import { IconAlertTriangleFilled, IconCircleCheckFilled } from "@tabler/icons-react";
import { useRef } from "react";
import type { EngineStatus } from "@/api/types";
import { formatBytes, formatCount, formatRate } from "@/shared/format/value";
import classes from "./tables.module.css";

type Thread = EngineStatus["threads"][number];

const SLOW_S = 5;

const dropsOf = (thread: Thread): number =>
  Object.values(thread.counts.dropped ?? {}).reduce((sum, count) => sum + count, 0);

/** Give each thread's rate, from two looks at what it received. */
function useRates(threads: readonly Thread[]): ReadonlyMap<string, number> {
  const before = useRef<{ at: number; threads: readonly Thread[]; rates: Map<string, number> } | null>(null);
  const now = performance.now();
  const last = before.current;
  if (!last || last.threads !== threads) {
    const rates = new Map<string, number>();
    for (const thread of threads) {
      const earlier = last?.threads.find(({ name }) => name === thread.name);
      if (!last || !earlier) continue;
      const more = (thread.counts.received ?? 0) - (earlier.counts.received ?? 0);
      if (more >= 0 && now > last.at) rates.set(thread.name, (more * 1000) / (now - last.at));
    }
    before.current = { at: now, threads, rates };
  }
  return before.current?.rates ?? new Map();
}

/** The work threads of an engine. */
export function Threads({ threads }: { threads: readonly Thread[] }) {
  const rates = useRates(threads);
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Work thread</th>
          <th scope="col">State</th>
          <th scope="col" className={classes.number}>
            PVs
          </th>
          <th scope="col" className={classes.number}>
            Events
          </th>
          <th scope="col" className={classes.number}>
            Archived
          </th>
          <th scope="col" className={classes.number}>
            On the way
          </th>
          <th scope="col" className={classes.number}>
            Queue
          </th>
          <th scope="col" className={classes.number}>
            Not archived
          </th>
          <th scope="col" className={classes.number}>
            Last write
          </th>
        </tr>
      </thead>
      <tbody>
        {threads.map((thread) => {
          const rate = rates.get(thread.name);
          return (
            <tr key={thread.name} data-thread={thread.name}>
              <th scope="row">{thread.name}</th>
              <td>
                <ThreadState thread={thread} />
              </td>
              <td className={classes.number}>
                {formatCount(thread.connected)} of {formatCount(thread.pvs)}
              </td>
              <td className={classes.number}>{rate === undefined ? "–" : formatRate(rate)}</td>
              <td className={classes.number}>{formatCount(thread.counts.archived ?? 0)}</td>
              <td className={classes.number}>{formatCount(thread.counts.pending ?? 0)}</td>
              <td className={classes.number}>{formatBytes(thread.queue_bytes)}</td>
              <td className={classes.number}>{formatCount(dropsOf(thread))}</td>
              <td className={classes.number}>
                {thread.write_age_s == null ? "none yet" : `${thread.write_age_s.toFixed(1)} s ago`}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function ThreadState({ thread }: { thread: Thread }) {
  const trouble = !thread.alive
    ? "Dead"
    : (thread.error ?? (thread.beat_age_s > SLOW_S ? `Silent for ${thread.beat_age_s.toFixed(0)} s` : null));
  return trouble ? (
    <span style={{ color: "var(--cf-major)", whiteSpace: "normal" }}>
      <IconAlertTriangleFilled size={13} aria-hidden="true" /> {trouble}
    </span>
  ) : (
    <span style={{ color: "var(--cf-ok)" }}>
      <IconCircleCheckFilled size={13} aria-hidden="true" /> Working
    </span>
  );
}
