import { describe, expect, it } from "vitest";
import type { ReportInfo, ReportRow } from "@/api/types";
import { causesOf, columnsOf, totalsOf } from "./columns";

const info = (...columns: string[]) => ({ columns }) as ReportInfo;

describe("columns of a report", () => {
  it("are those that it has and this page knows", () => {
    const found = columnsOf(info("name", "state", "dropped", "causes", "of a newer config-api"));
    expect(found.map(({ title }) => title)).toEqual(["PV", "Dropped", "Causes"]);
  });

  it("say what is not known", () => {
    const row = { name: "A", state: "active" } as ReportRow;
    const every = ["name", "lost", "rate_hz", "since_ns", "created_at", "reason", "bytes_per_day"];
    const texts = columnsOf(info(...every)).map(({ text }) => text(row, 0));
    expect(texts).toEqual(["A", "–", "–", "–", "–", "–", "–"]);
  });

  it("tell times as ages", () => {
    const [, last] = columnsOf(info("name", "last_event_ns"));
    const row = { name: "A", state: "active", last_event_ns: 1_000e9 } as ReportRow;
    expect(last?.text(row, 1_060_000)).toBe("60 s ago");
    expect(last?.exact?.(row)).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  });

  it("tell the largest cause first", () => {
    expect(causesOf({ rate: 5, ring_full: 1_200 })).toBe("ring_full 1\u202f200, rate 5");
    expect(causesOf({})).toBe("–");
  });
});

describe("sums", () => {
  it("are told in words", () => {
    expect(totalsOf({ dropped: 58, rate: 50, rate_hz: 11 })).toBe("58 dropped, 11 /s in all");
    expect(totalsOf({})).toBe("");
  });
});
