import { expect, it } from "vitest";
import type { PvRow } from "@/api/types";
import { editedRows, isEdit, NO_EDIT } from "./edit";

const ROWS = [
  { name: "A", groups: ["ring", "old"], tags: [] },
  { name: "B", groups: [], mode: "scan" },
] as unknown as PvRow[];

it("says of each PV only what is to be different", () => {
  expect(isEdit(NO_EDIT)).toBe(false);
  expect(editedRows(ROWS, { ...NO_EDIT, addGroups: ["new"], dropGroups: ["old"], owner: "" })).toEqual([
    { name: "A", owner: "", groups: ["new", "ring"] },
    { name: "B", owner: "", groups: ["new"] },
  ]);
  expect(editedRows(ROWS, { ...NO_EDIT, mode: "scan", period: 5, deadband: null })[0]).toEqual({
    name: "A",
    mode: "scan",
    period_s: 5,
    deadband: null,
  });
  expect(editedRows(ROWS, { ...NO_EDIT, mode: "monitor" })[1]).toEqual({
    name: "B",
    mode: "monitor",
    period_s: null,
  });
});
