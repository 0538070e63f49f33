import { expect, it } from "vitest";
import { forwardClock } from "./clock";

it("counts a sleep, and does not mind a time of day that is set back", () => {
  let [steady, wall] = [5, 1_000_000];
  const clock = forwardClock(
    () => steady,
    () => wall,
  );
  const pass = (steadyMs: number, wallMs: number) => {
    steady += steadyMs;
    wall += wallMs;
    return clock();
  };
  expect(pass(100, 101)).toBe(100);
  expect(pass(0, 3_600_000)).toBe(3_600_100);
  expect(pass(50, -7_200_000)).toBe(3_600_150);
  expect(pass(50, 49)).toBe(3_600_200);
});
