import { expect, it } from "vitest";
import { isMissingPart, MissingPart, pagePart } from "./page-part";

const CHROMIUM = "Failed to fetch dynamically imported module: https://archive/assets/page-1.js";

it("hides from the router that a module failed, for the router would load the page anew at once", async () => {
  const failed = new TypeError(CHROMIUM);
  const part = pagePart(() => Promise.reject(failed));
  await part.preload?.();
  let thrown: unknown;
  try {
    (part as (props: object) => unknown)({});
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(MissingPart);
  expect((thrown as MissingPart).cause).toBe(failed);
});

it("knows a part that could not be fetched from a page that fails", () => {
  expect(isMissingPart(new MissingPart(null))).toBe(true);
  expect(isMissingPart(new TypeError(CHROMIUM))).toBe(true); // a dialog's
  expect(isMissingPart(new Error("Unable to preload CSS for /assets/page-1.css"))).toBe(true);
  expect(isMissingPart(new TypeError("x is undefined"))).toBe(false);
});
