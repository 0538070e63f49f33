import { expect, it } from "vitest";
import { viridis } from "@/shared/chart/colour-map";
import { heatOf } from "./heat";

const colourAt = (heat: NonNullable<ReturnType<typeof heatOf>>, x: number, y: number) => [
  ...heat.pixels.slice((y * heat.width + x) * 4, (y * heat.width + x) * 4 + 4),
];

it("holds each waveform until the next, the first element at the bottom", () => {
  const samples = {
    t: [0, 5],
    v: [
      [0, 1],
      [1, 0.5],
    ],
  };
  const heat = heatOf(samples, [0, 10], 8, 10, 50);
  if (!heat) throw new Error("there are waveforms");
  expect([heat.height, heat.low, heat.high]).toEqual([2, 0, 1]);
  expect(colourAt(heat, 0, 1)).toEqual([...viridis(0), 255]);
  expect(colourAt(heat, 4, 0)).toEqual([...viridis(1), 255]);
  expect(colourAt(heat, 5, 0)).toEqual([...viridis(0.5), 255]);
  expect(colourAt(heat, 9, 0)).toEqual([0, 0, 0, 0]);
});

it("leaves what is no number transparent, and has nothing to show without waveforms", () => {
  const heat = heatOf({ t: [0], v: [[Number.NaN, 2]] }, [0, 1], 1, 1, 10);
  if (!heat) throw new Error("there is a waveform");
  expect(colourAt(heat, 0, 1)[3]).toBe(0);
  expect(colourAt(heat, 0, 0)[3]).toBe(255);
  expect(heatOf({ t: [0], v: ["text"] }, [0, 1], 1, 1, 10)).toBeNull();
});
