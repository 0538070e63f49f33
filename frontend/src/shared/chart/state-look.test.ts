import { describe, expect, it } from "vitest";
import { stateLook, stripesCss, stripesIn } from "./state-look";

const STATES = Array.from({ length: 16 }, (_, i) => i);
const BOX = { x: 10, y: 20, width: 30, height: 22 };

describe.each(["light", "dark"] as const)("in the scheme %s", (scheme) => {
  it("no two of the 16 states that an enum of EPICS may have look alike", () => {
    const drawn = STATES.map((state) => {
      const look = stateLook(state, scheme);
      return JSON.stringify([look.colour, stripesIn(look.pattern, BOX)]);
    });
    expect(new Set(drawn).size).toBe(16);
    const styled = STATES.map((state) => {
      const look = stateLook(state, scheme);
      return `${look.colour} ${stripesCss(look)}`;
    });
    expect(new Set(styled).size).toBe(16);
  });

  it("whatever the number is, there is a look", () => {
    for (const state of [-1, 2.5, 65_535]) expect(stateLook(state, scheme).colour).toMatch(/^#/);
  });
});

it("stripes stay within their box", () => {
  for (const pattern of ["lying", "standing"] as const) {
    const stripes = stripesIn(pattern, BOX);
    expect(stripes.length).toBeGreaterThan(3);
    for (const { x, y, width, height } of stripes) {
      expect(x).toBeGreaterThanOrEqual(10);
      expect(y).toBeGreaterThanOrEqual(20);
      expect(x + width).toBeLessThanOrEqual(40);
      expect(y + height).toBeLessThanOrEqual(42);
    }
  }
});
