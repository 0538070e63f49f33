import { describe, expect, it } from "vitest";
import { moveOfKey, panBy, pinch, zoomAbout } from "./moves";

describe("zooming", () => {
  it("keeps the time under the cursor where it is", () => {
    expect(zoomAbout([0, 1_000], 250, 0.5)).toEqual([125, 625]);
    expect(zoomAbout([0, 1_000], 0, 2)).toEqual([0, 2_000]);
  });

  it("ends somewhere, however long one turns the wheel", () => {
    let window: readonly [number, number] = [0, 1_000];
    for (let i = 0; i < 500; i++) window = zoomAbout(window, 300, 0.5);
    expect(window[1] - window[0]).toBe(2);
    for (let i = 0; i < 500; i++) window = zoomAbout(window, 300, 2);
    expect(Number.isFinite(window[1] - window[0])).toBe(true);
  });

  it("undoes itself", () => {
    const [start, stop] = zoomAbout(zoomAbout([1_000, 5_000], 2_345, 0.7), 2_345, 1 / 0.7);
    expect(start).toBeCloseTo(1_000, 6);
    expect(stop).toBeCloseTo(5_000, 6);
  });
});

describe("two fingers", () => {
  it("move what they hold", () => {
    expect(pinch([0, 1_000], { time: 200, place: 0.4 }, { time: 600, place: 0.8 })).toEqual([-200, 800]);
  });

  it("spread what they hold", () => {
    const [start, stop] = pinch([0, 1_000], { time: 400, place: 0.2 }, { time: 600, place: 0.8 });
    expect(start + 0.2 * (stop - start)).toBeCloseTo(400);
    expect(start + 0.8 * (stop - start)).toBeCloseTo(600);
  });

  it("only move it while they are as one, or cross", () => {
    const [start, stop] = pinch([0, 1_000], { time: 500, place: 0.6 }, { time: 501, place: 0.605 });
    expect(stop - start).toBe(1_000);
    expect(start).toBeCloseTo(-100);
    const crossed = pinch([0, 1_000], { time: 500, place: 0.6 }, { time: 700, place: 0.3 });
    expect(crossed[1] - crossed[0]).toBe(1_000);
  });
});

it("keys pan and zoom; others do nothing", () => {
  expect(moveOfKey("ArrowLeft", [0, 1_000])).toEqual([-250, 750]);
  expect(moveOfKey("PageDown", [0, 1_000])).toEqual([1_000, 2_000]);
  expect(moveOfKey("+", [0, 1_000])).toEqual([250, 750]);
  expect(moveOfKey("-", [0, 1_000])).toEqual([-500, 1_500]);
  expect(moveOfKey("x", [0, 1_000])).toBeNull();
  expect(panBy([0, 10], 5)).toEqual([5, 15]);
});
