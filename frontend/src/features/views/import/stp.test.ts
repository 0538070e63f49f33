import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NotReadable } from "./imported";
import { readStp } from "./stp";

const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), "utf8");

describe("a configuration of StripTool", () => {
  it("gives each curve with an axis of its own", () => {
    const view = readStp(fixture("vacuum.stp"));
    expect(view.range).toEqual({ from: "now-1h30m", to: "now" });
    expect(view.traces).toEqual([
      { kind: "pv", text: "RING:CURRENT", label: "Beam current of the ring", visible: true, axis: 0 },
      { kind: "pv", text: "RING:VAC", label: "", visible: false, axis: 1 },
    ]);
    expect(view.axes).toEqual([
      { label: "", log: false, right: false, range: [0, 400] },
      { label: "", log: true, right: false, range: null },
    ]);
    expect(view.notes).toEqual([
      "Strip.Curve.0.Sparkle is not known here and left out.",
      "CPU_Usage is left out: no archived channel.",
    ]);
  });

  it("may be of before there were versions", () => {
    const view = readStp(fixture("old.stp"));
    expect(view.traces.map(({ text }) => text)).toEqual(["RING:CURRENT", "RING:VAC"]);
    expect(view.axes.map(({ range }) => range)).toEqual([[0, 400], null]);
  });

  it("is refused where it is newer, or says nonsense", () => {
    expect(() => readStp("StripConfig 2.0\n")).toThrow("2.0");
    expect(() => readStp("StripConfig 1.2\nStrip.Curve.0.Min low\n")).toThrow("should have a number");
    expect(() => readStp("StripConfig 1.2\nStrip.Curve.10.Name A\n")).toThrow("0 to 9");
    expect(() => readStp("hello")).toThrow(NotReadable);
  });

  const curve = fc.record({
    name: fc.stringMatching(/^[A-Za-z0-9:._{}-]{1,40}$/).filter((name) => name !== "CPU_Usage"),
    log: fc.boolean(),
    visible: fc.boolean(),
    low: fc.integer({ min: -1000, max: 1000 }),
    size: fc.integer({ min: 1, max: 1000 }),
  });

  it("gives all that was written", () => {
    fc.assert(
      fc.property(
        fc.array(curve, { maxLength: 10 }),
        fc.integer({ min: 1, max: 999_999 }),
        (curves, seconds) => {
          const lines = curves.flatMap(({ name, log, visible, low, size }, i) => [
            `Strip.Curve.${i}.Name            ${name}`,
            `Strip.Curve.${i}.Min             ${low}`,
            `Strip.Curve.${i}.Max             ${low + size}`,
            `Strip.Curve.${i}.Scale           ${log ? 1 : 0}`,
            `Strip.Curve.${i}.PlotStatus      ${visible ? 1 : 0}`,
          ]);
          const view = readStp(["StripConfig  1.2", `Strip.Time.Timespan ${seconds}`, ...lines].join("\r\n"));
          expect(view.notes).toEqual([]);
          expect(
            view.traces.map(({ text, visible, axis }) => ({ name: text, visible, ...view.axes[axis] })),
          ).toEqual(
            curves.map(({ name, visible, log, low, size }) => ({
              name,
              visible,
              label: "",
              log,
              right: false,
              range: [low, low + size],
            })),
          );
        },
      ),
    );
  });

  it("says what is wrong with any other text, and nothing else happens", () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (text, headed) => {
        try {
          readStp(headed ? `StripConfig 1.2\n${text}` : text);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(NotReadable);
        }
      }),
    );
  });
});
