import { describe, expect, it } from "vitest";
import type { PvStatistics } from "@/api/types";
import { statisticsCsv } from "./csv";

const held = {
  mean: 1.5,
  std: 0.25,
  rms: 1.6,
  median: 1,
  percentiles: [
    [5, 0.5],
    [95, 2],
  ] as [number, number][],
  histogram: [],
};

const STATISTICS: PvStatistics = {
  pv: "A",
  source: "raw",
  count: 3,
  numbers: 3,
  covered: 10,
  first: 1,
  last: 2,
  min: { value: 0.1 + 0.2, time: 0, within: 0 },
  max: { value: 2, time: 0, within: 0 },
  integral: 15,
  edges: [],
  samples: held as unknown as PvStatistics["samples"],
  held: held as unknown as PvStatistics["held"],
  exact: true,
  rates: { mean: null, steepest_fall: null, steepest_rise: null, samples_per_second: 0.3 },
  states: null,
  severities: null,
  unknown: 0,
  gaps: [],
  completeness: 100,
};

describe("statisticsCsv", () => {
  it("has a row a PV with every digit, and leaves out what is not known", () => {
    const csv = statisticsCsv([{ name: 'A "b", c', unit: "mA", statistics: STATISTICS }], "t1", "t2");
    expect(csv.split("\n")).toEqual([
      "pv,unit,from,to,mean,std,min,p5,median,p95,max,rms,integral,rate,count,completeness",
      '"A ""b"", c",mA,t1,t2,1.5,0.25,0.30000000000000004,0.5,1,2,2,1.6,15,,3,100',
      "",
    ]);
  });

  it("tells below for how long a PV was in which state", () => {
    const states = [{ value: 2, label: "Open", count: 3, seconds: 4.5, percent: 45 }];
    const csv = statisticsCsv([{ name: "S", unit: "", statistics: { ...STATISTICS, states } }], "t1", "t2");
    expect(csv.split("\n").slice(2)).toEqual([
      "",
      "pv,state,label,seconds,percent,samples",
      "S,2,Open,4.5,45,3",
      "",
    ]);
  });
});
