import { expect, it } from "vitest";
import { clusters, summary } from "./happenings";

const event = (time: number, kind = "connected") => ({ pv: "A", time, kind, detail: "", count: 0 });

it("puts events together that can't be told apart, and leaves out those that are not seen", () => {
  const made = clusters(
    [event(0), event(10), event(12, "disconnected"), event(19), event(20), event(99)],
    5,
    50,
    10,
  );
  expect(made.map(({ time, events }) => [time, events.length])).toEqual([
    [10, 3],
    [20, 1],
  ]);
  expect(summary(made[0]?.events ?? [])).toBe("connected (2), disconnected");
});
