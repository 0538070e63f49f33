import { expect, it } from "vitest";
import { rowAfter } from "./keys";

it("leads from row to row, and never out of the table", () => {
  expect(rowAfter("ArrowDown", 3, 100, 20)).toBe(4);
  expect(rowAfter("ArrowUp", 0, 100, 20)).toBe(0);
  expect(rowAfter("PageDown", 3, 100, 20)).toBe(22);
  expect(rowAfter("PageDown", 95, 100, 20)).toBe(99);
  expect(rowAfter("PageUp", 3, 100, 20)).toBe(0);
  expect(rowAfter("End", 3, 100, 20)).toBe(99);
  expect(rowAfter("Home", 99, 100, 20)).toBe(0);
});

it("leaves other keys alone, and a table without rows", () => {
  expect(rowAfter("a", 3, 100, 20)).toBeNull();
  expect(rowAfter("ArrowDown", 0, 0, 20)).toBeNull();
});
