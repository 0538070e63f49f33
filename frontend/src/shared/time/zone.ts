import { createContext, useContext } from "react";

/** A time zone: how far its clocks are ahead of UTC at a time, in ms. */
export interface Zone {
  /** `UTC` or the IANA name. */
  name: string;
  offset(ms: number): number;
}

const MINUTE = 60_000;
/** Zones change their clocks at full quarters of an hour of UTC, so an offset holds for so long. */
const QUARTER = 15 * MINUTE;
const MOST_KEPT = 5_000;

const BROWSERS = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** The browser's own zone. */
export const LOCAL: Zone = {
  name: BROWSERS,
  offset: (ms) => -new Date(ms).getTimezoneOffset() * MINUTE,
};

export const UTC: Zone = { name: "UTC", offset: () => 0 };

/** Whether this browser knows a zone by that name. */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const made = new Map<string, Zone>();

/** Give the zone of that name; without one, or where it is unknown, the browser's. */
export function zoneOf(name: string | undefined): Zone {
  if (name === undefined || !isZone(name)) return LOCAL;
  if (name === "UTC") return UTC;
  const before = made.get(name);
  if (before) return before;
  const zone = named(name);
  made.set(name, zone);
  return zone;
}

function named(name: string): Zone {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: name,
    hourCycle: "h23",
    era: "short",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const kept = new Map<number, number>();
  const ask = (ms: number) => {
    const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
    const [year, month, day, hour, minute, second] = ["year", "month", "day", "hour", "minute", "second"].map(
      (part) => Number(parts[part]),
    ) as [number, number, number, number, number, number];
    return Date.UTC(parts.era === "BC" ? 1 - year : year, month - 1, day, hour, minute, second) - ms;
  };
  return {
    name,
    offset(ms) {
      const quarter = Math.floor(ms / QUARTER) * QUARTER;
      let offset = kept.get(quarter);
      if (offset === undefined) {
        if (kept.size >= MOST_KEPT) kept.clear();
        offset = ask(quarter);
        kept.set(quarter, offset);
      }
      return offset;
    },
  };
}

/** Give a date whose UTC fields are what a clock of the zone shows at a time. */
export const wall = (ms: number, zone: Zone): Date => new Date(ms + zone.offset(ms));

/** Give the time at which a clock of the zone shows what the UTC fields of `shown` (ms) are. */
export function instantOf(shown: number, zone: Zone): number {
  const guess = shown - zone.offset(shown);
  return shown - zone.offset(guess);
}

/** Write how far a zone is ahead of UTC at a time: `UTC+02:00`. */
export function formatOffset(ms: number, zone: Zone): string {
  const minutes = Math.round(zone.offset(ms) / MINUTE);
  if (minutes === 0) return "UTC";
  const two = (n: number) => String(n).padStart(2, "0");
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? "−" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** Clocks are changed for longer than this (ms). */
const SEASON = 30 * 86_400_000;
/** Of a longer span the first seasons tell. */
const MOST_SEASONS = 24;

/** Name a zone and how far it is from UTC between two times: both offsets where its clocks change between them. */
export function zoneSpan(zone: Zone, start: number, stop: number): string {
  const seasons = Math.min(MOST_SEASONS, Math.floor((stop - start) / SEASON));
  const times = Array.from({ length: seasons + 1 }, (_, i) => start + i * SEASON);
  const offsets = [...new Set([...times, stop].map((time) => formatOffset(time, zone)))];
  return offsets.length === 1 && offsets[0] === zone.name
    ? zone.name
    : `${zone.name}, ${offsets.join(" → ")}`;
}

/** The zone in which a page shows times. */
export const ZoneContext = createContext<Zone>(LOCAL);

export const useZone = (): Zone => useContext(ZoneContext);
