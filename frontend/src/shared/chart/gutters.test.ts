import { expect, it } from "vitest";
import { Gutters } from "./gutters";

/** A chart whose axes need so much, and which is laid out as uPlot does it. */
function chartIn(gutters: Gutters, left: number, right: number) {
  const chart = {
    left: 0,
    right: 0,
    times: 0,
    need: [left, right] as [number, number],
    lay: () => {},
    leave: () => {},
  };
  const place = gutters.join(() => chart.lay());
  chart.lay = () => {
    const [roomLeft, roomRight] = place.room();
    chart.left = roomLeft + chart.need[0];
    chart.right = roomRight + chart.need[1];
    chart.times += 1;
    place.needs(chart.need);
  };
  chart.leave = place.leave;
  chart.lay();
  return chart;
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

it("has charts begin and end alike, whichever of them comes to need more or less, or goes", async () => {
  const gutters = new Gutters();
  const narrow = chartIn(gutters, 40, 10);
  const wide = chartIn(gutters, 92, 10);
  const right = chartIn(gutters, 40, 70);
  const all = [narrow, wide, right];
  const edges = () => all.map((chart) => [chart.left, chart.right]);
  await settled();
  expect(edges()).toEqual([
    [92, 70],
    [92, 70],
    [92, 70],
  ]);

  narrow.need = [106, 10];
  narrow.lay();
  await settled();
  expect(edges()).toEqual([
    [106, 70],
    [106, 70],
    [106, 70],
  ]);

  narrow.need = [40, 10];
  narrow.lay();
  await settled();
  expect(edges()).toEqual([
    [92, 70],
    [92, 70],
    [92, 70],
  ]);

  wide.leave();
  all.splice(1, 1);
  await settled();
  expect(edges()).toEqual([
    [40, 70],
    [40, 70],
  ]);
});

it("lets a chart alone that stands where it should", async () => {
  const gutters = new Gutters();
  const first = chartIn(gutters, 40, 10);
  const second = chartIn(gutters, 40, 10);
  await settled();
  const before = [first.times, second.times];
  second.lay();
  await settled();
  expect([first.times, second.times]).toEqual([before[0], (before[1] ?? 0) + 1]);
});
