import { expect, it } from "vitest";
import { severitySteps, stretches } from "./strip";

const WINDOW = [1_000, 2_000] as const;

it("begins with what was held before the window, and joins what is equal", () => {
  expect(stretches({ t: [500, 1_250, 1_300, 1_500], v: [1, 2, 2, 0] }, [], WINDOW)).toEqual([
    { from: 0, to: 0.25, state: 1 },
    { from: 0.25, to: 0.5, state: 2 },
    { from: 0.5, to: 1, state: 0 },
  ]);
});

it("knows nothing where nothing was recorded, nor before the first sample", () => {
  expect(stretches({ t: [1_200, 1_500], v: [3, Number.NaN] }, [], WINDOW)).toEqual([
    { from: 0.2, to: 0.5, state: 3 },
    { from: 0.5, to: 1, state: null },
  ]);
  expect(stretches({ t: [], v: [] }, [], WINDOW)).toEqual([]);
});

it("draws no more than fits", () => {
  const t = Array.from({ length: 50_000 }, (_, i) => 1_000 + i / 50);
  const drawn = stretches({ t, v: t.map((_, i) => i % 2) }, [], WINDOW);
  expect(drawn.length).toBeLessThanOrEqual(601);
  expect(drawn.every(({ from, to }) => from < to)).toBe(true);
});

it("shows the alarms of bins, and where nothing was recorded between them", () => {
  const alarms = [
    { start: 1_200, stop: 1_400, severity: 2 },
    { start: 1_800, stop: Number.POSITIVE_INFINITY, severity: 1 },
  ];
  const gaps = [{ start: 1_500, stop: 1_600, cause: "disconnected" }];
  const line = severitySteps({ steps: { t: [1_000, 1_900], v: [7, 8] }, alarms, gaps });
  expect(stretches(line, gaps, WINDOW).map(({ from, state }) => [from, state])).toEqual([
    [0, 0],
    [0.2, 2],
    [0.4, 0],
    [0.5, null],
    [0.6, 0],
    [0.8, 1],
  ]);
  expect(severitySteps({ steps: { t: [], v: [] }, alarms: [], gaps: [] })).toEqual({ t: [], v: [] });
});
