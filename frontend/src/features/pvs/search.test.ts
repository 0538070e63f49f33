import { expect, it } from "vitest";
import { isFiltered, queryOf, validatePvs } from "./search";

it("takes what stands between slashes for a regular expression", () => {
  expect(queryOf({ search: "/^SR:.*I$/", group: "ring" })).toEqual({ regex: "^SR:.*I$", group: "ring" });
  expect(queryOf({ search: "SR:*" })).toEqual({ search: "SR:*" });
  expect(queryOf({ search: "/" })).toEqual({ search: "/" });
  expect([isFiltered({}), isFiltered({ tag: "a" })]).toEqual([false, true]);
});

it("leaves out of the address what is no filter and no order", () => {
  const given = { state: "gone", connection: "maybe", sort: "-size", group: "ring", pv: "A/B" };
  expect(validatePvs(given)).toEqual({ group: "ring", pv: "A/B" });
  expect(validatePvs({ sort: "-rate", connection: "unknown" })).toEqual({
    sort: "-rate",
    connection: "unknown",
  });
});
