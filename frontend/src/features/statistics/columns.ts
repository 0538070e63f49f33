import type { Distribution, PvStatistics } from "@/api/types";

export const PERCENTILES = [5, 95] as const;

/** A column of the table of statistics. */
export interface Column {
  key: string;
  label: string;
  help: string;
  /** Whether the number is in the PV's unit, and written with its precision. */
  ofValue: boolean;
  value(statistics: PvStatistics): number | null;
}

const percentile = (of: Distribution | null, percent: number): number | null =>
  of?.percentiles.find(([p]) => p === percent)?.[1] ?? null;

/** What was held, each number counting by its time, is what an operator means; `samples` is told beside. */
export const COLUMNS: readonly Column[] = [
  {
    key: "mean",
    label: "Mean",
    help: "Time-weighted: each value counts by how long it was held.",
    ofValue: true,
    value: ({ held }) => held?.mean ?? null,
  },
  {
    key: "std",
    label: "Std",
    help: "Standard deviation, time-weighted.",
    ofValue: true,
    value: ({ held }) => held?.std ?? null,
  },
  {
    key: "min",
    label: "Min",
    help: "The least number that was sampled or held.",
    ofValue: true,
    value: ({ min }) => min?.value ?? null,
  },
  ...PERCENTILES.slice(0, 1).map((percent) => ofPercent(percent)),
  {
    key: "median",
    label: "Median",
    help: "At or below it for half of the time.",
    ofValue: true,
    value: ({ held }) => held?.median ?? null,
  },
  ...PERCENTILES.slice(1).map((percent) => ofPercent(percent)),
  {
    key: "max",
    label: "Max",
    help: "The greatest number that was sampled or held.",
    ofValue: true,
    value: ({ max }) => max?.value ?? null,
  },
  {
    key: "rms",
    label: "RMS",
    help: "Root of the mean square, time-weighted.",
    ofValue: true,
    value: ({ held }) => held?.rms ?? null,
  },
  {
    key: "integral",
    label: "Integral",
    help: "Over the time in which a number was held, in the unit times seconds.",
    ofValue: false,
    value: ({ integral }) => integral,
  },
  {
    key: "rate",
    label: "Slope /s",
    help: "From the first number to the last, per second.",
    ofValue: false,
    value: ({ rates }) => rates.mean,
  },
  {
    key: "count",
    label: "Samples",
    help: "Samples in the range.",
    ofValue: false,
    value: ({ count }) => count,
  },
  {
    key: "completeness",
    label: "Known %",
    help: "Percent of the range in which it is known what the PV held.",
    ofValue: false,
    value: ({ completeness }) => completeness ?? null,
  },
];

function ofPercent(percent: number): Column {
  return {
    key: `p${percent}`,
    label: `${percent} %`,
    help: `At or below it for ${percent} percent of the time.`,
    ofValue: true,
    value: ({ held }) => percentile(held, percent),
  };
}
