import { expect, it } from "vitest";
import { pageTitle } from "./page-title";

it.each([
  ["/", {}, "Dashboard – CAFlux"],
  ["/viewer", { pv: ["SR:CURRENT", "SR:LIFETIME", "RF:POWER"] }, "SR:CURRENT and 2 more – Viewer – CAFlux"],
  ["/pvs", { pv: "SR:CURRENT" }, "SR:CURRENT – PVs – CAFlux"],
  ["/admin", { tab: "tokens" }, "Tokens – Admin – CAFlux"],
  ["/health/", { pv: 3 }, "Health – CAFlux"],
  ["/nosuch", {}, "There is no such page – CAFlux"],
])("tells the tab of %s %j", (pathname, search, title) => {
  expect(pageTitle(pathname, search)).toBe(title);
});
