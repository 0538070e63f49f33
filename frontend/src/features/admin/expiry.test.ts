import { expect, test } from "vitest";
import { expiry } from "./expiry";

const NOW = new Date(2026, 2, 1, 12).getTime();
const after = (days: number) => new Date(2026, 2, 1 + days, 13).toISOString();

test("says how soon what ends soon ends", () => {
  expect(expiry(after(60), NOW)).toBe("2026-04-30");
  expect(expiry(after(2), NOW)).toBe("2026-03-03, in 2 days");
  expect(expiry(after(1), NOW)).toBe("2026-03-02, in 1 day");
  expect(expiry(after(0), NOW)).toBe("2026-03-01, within a day");
  expect(expiry(after(-1), NOW)).toBe("2026-02-28, expired");
});
