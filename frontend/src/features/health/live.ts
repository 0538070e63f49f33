import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Incident } from "@/api/types";

const EVENTS = "/api/supervisor/v1/events";
const KINDS = ["opened", "updated", "closed"];

/** The list, newest first, with an incident as it is now: in its place, or in front where it is new. */
export function withIncident(list: readonly Incident[], incident: Incident): Incident[] {
  const others = list.filter(({ id }) => id !== incident.id);
  return [...others, incident].sort((a, b) => b.id - a.id);
}

/** Take in what an event of the supervisor's stream says. */
export function takeEvent(cache: QueryClient, data: string): void {
  const { incident } = JSON.parse(data) as { incident: Incident };
  cache.setQueryData<Incident[]>(["incidents"], (list) => list && withIncident(list, incident));
  void cache.invalidateQueries({ queryKey: ["health"] });
}

/** Have incidents shown as they happen, while the page is there. A stream that breaks is opened again. */
export function useIncidentEvents(): void {
  const cache = useQueryClient();
  useEffect(() => {
    const source = new EventSource(EVENTS);
    // What happened before the stream was open is not in it.
    source.onopen = () => void cache.invalidateQueries({ queryKey: ["incidents"] });
    for (const kind of KINDS) {
      source.addEventListener(kind, (event) => takeEvent(cache, (event as MessageEvent<string>).data));
    }
    return () => source.close();
  }, [cache]);
}
