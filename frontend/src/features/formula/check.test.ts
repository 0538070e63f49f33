import { describe, expect, it } from "vitest";
import { ApiProblem } from "@/api/problems";
import { verdictOf } from "./check";

describe("verdictOf", () => {
  it("says what is wrong, where, and what could stand there", () => {
    const rows = [{ where: "expr", what: "'&' means nothing here", offset: 4, expected: "write and" }];
    const problem = new ApiProblem("Checking", 422, "expr: …", rows);
    expect(verdictOf(problem)).toEqual({
      ok: false,
      message: "'&' means nothing here; expected write and",
      offset: 4,
    });
  });

  it("has no place where a PV is not known", () => {
    expect(verdictOf(new ApiProblem("Checking", 404, "there is no PV X"))).toEqual({
      ok: false,
      message: "there is no PV X",
      offset: null,
    });
  });

  it("leaves it to others that nobody answers", () => {
    expect(() => verdictOf(new ApiProblem("Checking", 503, "away"))).toThrow("away");
  });
});
