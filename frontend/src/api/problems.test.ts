import { expect, test } from "vitest";
import { ApiProblem, againIn } from "./problems";

const failed = (status: number) => new ApiProblem("Reading A", status, "no");

test("what failed only for now is asked again soon, however seldom it is asked else", () => {
  for (const status of [0, 429, 503]) {
    expect(againIn(failed(status), 60_000)).toBe(4_000);
    expect(againIn(failed(status), false)).toBe(4_000);
  }
});

test("what will fail again, or did not fail, is asked as told", () => {
  for (const error of [failed(404), failed(422), null]) {
    expect(againIn(error, 60_000)).toBe(60_000);
    expect(againIn(error, false)).toBe(false);
  }
});
