import { describe, expect, it } from "vitest";
import type { Incident } from "@/api/types";
import { lanesOf } from "./lanes";

const HOUR = 3_600_000;
const NOW = Date.parse("2026-11-23T12:00:00Z");

const incident = (id: number, component: string, began: number, ended: number | null): Incident => ({
  id,
  component,
  kind: "engine",
  severity: "major",
  began_at: new Date(NOW - began * HOUR).toISOString(),
  ended_at: ended === null ? null : new Date(NOW - ended * HOUR).toISOString(),
  cause: "",
  actions: [],
  restarts: [],
  pvs: [],
  pv_count: 0,
  mailed: false,
});

describe("lanesOf", () => {
  it("places incidents of the time in view, what lasts first", () => {
    const lanes = lanesOf(
      [incident(4, "a", 12, 6), incident(3, "b", 1, null), incident(2, "a", 3, 2), incident(1, "c", 40, 30)],
      NOW,
      24 * HOUR,
    );
    expect(lanes.map(({ component }) => component)).toEqual(["b", "a"]);
    expect(lanes[1]?.stretches.map(({ from, to, open }) => [from, to, open])).toEqual([
      [0.5, 0.75, false],
      [0.875, 22 / 24, false],
    ]);
    expect(lanes[0]?.stretches[0]).toMatchObject({ to: 1, open: true });
  });

  it("cuts what began before", () => {
    const [lane] = lanesOf([incident(1, "a", 50, 12)], NOW, 24 * HOUR);
    expect(lane?.stretches[0]).toMatchObject({ from: 0, to: 0.5 });
  });
});
