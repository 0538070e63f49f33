import { useState } from "react";
import type { EngineStatus } from "@/api/types";
import { formatBytes, formatCount, formatRate } from "@/shared/format/value";
import { lossesOf } from "./losses";
import { State } from "./state";
import classes from "./tables.module.css";

type Thread = EngineStatus["threads"][number];

const SLOW_S = 5;

interface Look {
  ns: number;
  threads: readonly Thread[];
}

/** Give each thread's events a second between two looks at the engine, by the engine's own clock. */
export function ratesBetween(earlier: Look, later: Look): Map<string, number> {
  const seconds = (later.ns - earlier.ns) / 1e9;
  const rates = new Map<string, number>();
  for (const thread of later.threads) {
    const before = earlier.threads.find(({ name }) => name === thread.name);
    const more = (thread.counts.received ?? 0) - (before?.counts.received ?? 0);
    if (before && more >= 0 && seconds > 0) rates.set(thread.name, more / seconds);
  }
  return rates;
}

function useRates(ns: number, threads: readonly Thread[]): ReadonlyMap<string, number> {
  const [seen, setSeen] = useState<{ look: Look; rates: ReadonlyMap<string, number> }>({
    look: { ns, threads },
    rates: new Map(),
  });
  if (seen.look.ns === ns) return seen.rates;
  const look = { ns, threads };
  const rates = ratesBetween(seen.look, look);
  setSeen({ look, rates });
  return rates;
}

/** The work threads of an engine. */
export function Threads({ ns, threads }: { ns: number; threads: readonly Thread[] }) {
  const rates = useRates(ns, threads);
  return (
    <table className={`${classes.table} ${classes.cards}`}>
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
            Ring used
          </th>
          <th scope="col" className={classes.number}>
            Spool
          </th>
          <th scope="col" className={classes.number}>
            Lost
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
              <td data-label="PVs" className={classes.number}>
                {formatCount(thread.connected)} of {formatCount(thread.pvs)}
              </td>
              <td data-label="Events" className={classes.number}>
                {rate === undefined ? "–" : formatRate(rate)}
              </td>
              <td data-label="Archived" className={classes.number}>
                {formatCount(thread.counts.archived ?? 0)}
              </td>
              <td data-label="On the way" className={classes.number}>
                {formatCount(thread.counts.pending ?? 0)}
              </td>
              <td data-label="Ring used" className={classes.number}>
                {Math.round((thread.ring_fill ?? 0) * 100)} %
              </td>
              <td data-label="Spool" className={classes.number}>
                {formatBytes(thread.spool_bytes ?? 0)}
              </td>
              <td data-label="Lost" className={classes.number}>
                {formatCount(lossesOf(thread.counts.dropped).lost)}
              </td>
              <td data-label="Last write" className={classes.number}>
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
  return trouble ? <State health="down" word={trouble} /> : <State health="ok" word="Working" />;
}
