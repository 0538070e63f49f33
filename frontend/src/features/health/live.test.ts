import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import type { Incident } from "@/api/types";
import { takeEvent, withIncident } from "./live";

const incident = (id: number, cause = "away") => ({ id, cause, component: `part ${id}` }) as Incident;

it("puts a new incident in front, and changes a known one in its place", () => {
  const list = [incident(3), incident(1)];
  expect(withIncident(list, incident(4)).map(({ id }) => id)).toEqual([4, 3, 1]);
  expect(withIncident(list, incident(1, "mended"))).toEqual([incident(3), incident(1, "mended")]);
});

it("takes an event into what is shown, and leaves alone what was not asked for yet", () => {
  const cache = new QueryClient();
  takeEvent(cache, JSON.stringify({ id: 7, kind: "opened", incident: incident(2) }));
  expect(cache.getQueryData(["incidents"])).toBeUndefined();
  cache.setQueryData(["incidents"], [incident(1)]);
  takeEvent(cache, JSON.stringify({ id: 8, kind: "opened", incident: incident(2) }));
  expect(cache.getQueryData<Incident[]>(["incidents"])?.map(({ id }) => id)).toEqual([2, 1]);
});
