import { expect, test } from "vitest";
import { fullHour, progress, samplesOf } from "./words";

const NOW = Date.parse("2026-03-01T12:30:00Z");
const held = (samples: number | null, estimated = false) => ({
  name: "A",
  first_ns: 0,
  last_ns: 1,
  samples,
  estimated,
});

test("an order says how far it is, and for whom it waits", () => {
  expect(progress({ state: "asked", detail: "", waits_for: ["hall-7"] })).toBe("asked for: waits for hall-7");
  expect(progress({ state: "failed", detail: "the archive is away", waits_for: ["hall-7"] })).toBe(
    "failed, tried again: the archive is away",
  );
  expect(progress({ state: "done", detail: "", waits_for: [] })).toBe("done");
});

test("what goes is counted, where it is", () => {
  expect(samplesOf([held(1)])).toBe("1 sample");
  expect(samplesOf([held(1_000), held(234)])).toBe("1,234 samples");
  expect(samplesOf([held(1_000, true)])).toBe("about 1,000 samples");
  expect(samplesOf([held(null), held(5)])).toBe("more than 5 samples");
  expect(samplesOf([])).toBe("0 samples");
  expect(samplesOf(null)).toBe("an unknown number of samples");
});

test("only full hours that are over are taken", () => {
  expect(fullHour("2026-03-01T11:00:00Z", NOW)).toBe("2026-03-01T11:00:00.000Z");
  expect(["2026-03-01T11:01:00Z", "2026-03-01T13:00:00Z", ""].map((text) => fullHour(text, NOW))).toEqual([
    null,
    null,
    null,
  ]);
});
