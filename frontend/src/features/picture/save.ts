import type { TimedNote } from "@/features/notes/notes";
import { drawnTrace, knownUntil } from "@/features/viewer/chart/area";
import { heatOf } from "@/features/viewer/chart/heat";
import { placeAxes, stackPanels } from "@/features/viewer/chart/place";
import { segmentsOf } from "@/features/viewer/chart/segments";
import { isQuiet, statusOf } from "@/features/viewer/chart/status";
import type { PanelProps } from "@/features/viewer/panels/registry";
import { marksOf } from "@/features/viewer/search";
import type { ViewerTrace } from "@/features/viewer/traces";
import { displayUnit } from "@/shared/chart/scales";
import { stateLook } from "@/shared/chart/state-look";
import { formatNumber } from "@/shared/format/value";
import type { Samples } from "@/shared/pv/samples";
import type { Zone } from "@/shared/time/zone";
import { saveFile } from "@/shared/ui/copy";
import type { PictureHeat, PictureLane } from "./lanes";
import { type Picture, svgOf } from "./svg";

const FINER = 2;
const STRIP_PX = 900;
const HEAT_COLUMNS = 1_000;
const HEAT_ROWS = 192;

type Shown = PanelProps & {
  zone: Zone;
  notes: readonly TimedNote[];
  /** What was read of a waveform's PV for its heat map. */
  wavesOf(trace: ViewerTrace): Samples;
};

/** Put together what the chart shows, in the colours of the page. */
function pictureOf({ view, traces, window: shown, zone, notes, wavesOf }: Shown): Picture {
  const [start, stop] = shown;
  const visible = traces.filter(({ spec }) => !spec.hidden);
  const numbers = traces.filter(({ kind }) => kind === "number");
  const end = view.live ? stop : null;
  const drawn = numbers
    .filter(({ spec }) => !spec.hidden)
    .map((trace) => drawnTrace(trace, end, view.search.draw));
  const axes = placeAxes(numbers, view.axes).filter((axis) => axis.traces.some(({ spec }) => !spec.hidden));
  const panels = stackPanels(axes).map((scales) => ({
    scales,
    traces: drawn.filter(({ scale }) => scales.some(({ key }) => key === scale)),
  }));
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const scheme = style.colorScheme.includes("dark") ? "dark" : "light";
  const strips = visible
    .filter(({ kind }) => kind === "enum" || kind === "text")
    .map((trace) => ({
      title: trace.title,
      segments: stripOf(trace, start, view.live ? stop : Math.min(stop, knownUntil(trace)), scheme),
    }));
  return {
    window: shown,
    zone,
    panels,
    lanes: lanesOf(visible, start, stop),
    strips,
    heats: visible
      .filter(({ kind }) => kind === "waveform")
      .flatMap((trace) => heatsOf(trace, wavesOf(trace), shown, end ?? knownUntil(trace))),
    notes,
    marks: marksOf(view.search),
    legend: visible
      .filter(({ kind }) => kind === "number")
      .map(({ title, info, pen }) => ({
        title,
        unit: displayUnit(info?.metadata?.egu),
        colour: pen.colour,
        dash: pen.dash,
      })),
    colours: {
      page: colour("--cf-surface"),
      text: colour("--cf-text"),
      dim: colour("--cf-dim"),
      grid: colour("--cf-grid"),
      gap: colour("--cf-gap"),
      accent: colour("--cf-accent"),
      severity: ["--cf-ok", "--cf-minor", "--cf-major", "--cf-invalid"].map(colour),
    },
  };
}

function stripOf(trace: ViewerTrace, start: number, stop: number, scheme: "light" | "dark") {
  return segmentsOf(trace, start, stop, (2 * (stop - start)) / STRIP_PX).map((segment) => ({
    ...segment,
    look: stateLook(segment.state ?? 0, scheme),
  }));
}

function lanesOf(traces: readonly ViewerTrace[], start: number, stop: number): PictureLane[] {
  return traces
    .map((trace) => ({
      title: trace.title,
      colour: trace.pen.colour,
      status: statusOf(trace, start, stop),
    }))
    .filter(({ status }) => !isQuiet(status));
}

function heatsOf(
  { title, info }: ViewerTrace,
  waves: Samples,
  shown: readonly [number, number],
  until: number,
): PictureHeat[] {
  const heat = heatOf(waves, shown, until, HEAT_COLUMNS, HEAT_ROWS);
  if (!heat) return [];
  const canvas = document.createElement("canvas");
  canvas.width = heat.width;
  canvas.height = heat.height;
  canvas.getContext("2d")?.putImageData(new ImageData(heat.pixels, heat.width, heat.height), 0, 0);
  const unit = displayUnit(info?.metadata?.egu);
  return [
    {
      title,
      image: canvas.toDataURL(),
      low: formatNumber(heat.low),
      high: `${formatNumber(heat.high)} ${unit}`.trim(),
    },
  ];
}

/** Draw an SVG into a PNG, finer than a usual screen. */
async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * FINER;
    canvas.height = image.naturalHeight * FINER;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the browser made no picture")))),
    );
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

/** Save the chart as a picture. */
export async function savePicture(kind: "png" | "svg", shown: Shown): Promise<void> {
  const svg = svgOf(pictureOf(shown));
  const name = `caflux-${new Date(shown.window[1]).toISOString().slice(0, 16).replace(/[T:]/g, "-")}.${kind}`;
  saveFile(name, kind === "svg" ? new Blob([svg], { type: "image/svg+xml" }) : await pngOf(svg));
}
