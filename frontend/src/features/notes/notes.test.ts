import { expect, test } from "vitest";
import { noteMarks, notesByTime, placeOf, shortened, type TimedNote, timed } from "./notes";

const note = (start: number, stop: number | null = null): TimedNote =>
  ({ id: start, start, stop, text: "x", by: "ada", version: 1 }) as unknown as TimedNote;

test("times are ms, with what is behind the second", () => {
  const one = { start: "2026-03-01T00:00:00.250Z", stop: null } as never;
  expect(timed(one).start % 1000).toBe(250);
  expect(timed(one).stop).toBeNull();
});

test("notes near each other have one mark, and of a span that began before, its mark is at the edge", () => {
  const marks = noteMarks([note(-50, 20), note(5), note(30), note(200), note(-9)], 0, 100, 10);
  expect(marks.map(({ time, notes }) => [time, notes.length])).toEqual([
    [0, 2],
    [30, 1],
  ]);
});

test("a note is placed as far as it is shown", () => {
  expect(placeOf(note(50), 0, 100)).toEqual({ left: 0.5, width: 0 });
  expect(placeOf(note(-50, 50), 0, 100)).toEqual({ left: 0, width: 0.5 });
  expect(placeOf(note(50, 150), 0, 100)).toEqual({ left: 0.5, width: 0.5 });
  expect(placeOf(note(101), 0, 100)).toBeNull();
  expect(placeOf(note(-50, -1), 0, 100)).toBeNull();
});

test("long texts are cut, at the first line's end too", () => {
  expect(shortened("Beam dump")).toBe("Beam dump");
  expect(shortened("Beam dump\nbecause")).toBe("Beam dump…");
  expect(shortened("x".repeat(50), 10)).toBe(`${"x".repeat(9)}…`);
});

test("a table has each note where it is first seen", () => {
  const said = notesByTime([note(-50, 20), note(-9, 0), note(5), note(200)], 0, 100);
  expect([...said]).toEqual([
    [0, "x (ada); x (ada)"],
    [5, "x (ada)"],
  ]);
});
