import { expect, it } from "vitest";
import type { EngineStatus } from "@/api/types";
import { ratesBetween } from "./threads";

const look = (ns: number, received: number, name = "work-0") => ({
  ns,
  threads: [{ name, counts: { received } }] as EngineStatus["threads"],
});

it("counts by the engine's clock, however often it is looked at", () => {
  expect(ratesBetween(look(0, 100), look(4e9, 500)).get("work-0")).toBe(100);
});

it("says nothing of a thread that is new, or of an engine that began anew", () => {
  expect(ratesBetween(look(0, 100), look(4e9, 500, "work-1")).size).toBe(0);
  expect(ratesBetween(look(0, 100), look(4e9, 20)).size).toBe(0);
  expect(ratesBetween(look(4e9, 100), look(4e9, 200)).size).toBe(0);
});
