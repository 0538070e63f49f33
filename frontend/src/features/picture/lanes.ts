import type { Status } from "@/features/viewer/chart/status";
import { escaped } from "./path";
import type { Frame } from "./svg";

/** What was in alarm, or not recorded, of a trace: cut to what the picture shows. */
export interface PictureLane {
  title: string;
  colour: string;
  status: Status;
}

/** Waveforms over time, as an address of their picture. */
export interface PictureHeat {
  title: string;
  image: string;
  low: string;
  high: string;
}

export interface LaneColours {
  text: string;
  dim: string;
  /** Of no alarm, minor, major and invalid ones. */
  severity: readonly string[];
}

const LANE = 13;
const BAR = 8;
const HEAT = 118;
const HEAT_BAR = 96;
const KEY = 22;
const LETTER = 5.8;
const WORDS = ["", "minor alarm", "major alarm", "invalid"];

/** Patterns that tell without colour what was not recorded, or invalid. */
export function patternsOf({ severity, dim }: LaneColours, gap: string): string {
  const striped = (id: string, colour: string, background: string) =>
    `<pattern id="${id}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
    `${background}<rect width="1.4" height="6" fill="${colour}"/></pattern>`;
  const invalid = severity[3] ?? dim;
  return `<defs>${striped("gap", gap, "")}${striped("lost", dim, "")}${striped(
    "invalid",
    invalid,
    `<rect width="6" height="6" fill="${invalid}" fill-opacity="0.2"/>`,
  )}</defs>`;
}

const box = (x: number, y: number, wide: number, high: number, fill: string, more = ""): string =>
  `<rect x="${x.toFixed(1)}" y="${y}" width="${Math.max(1.5, wide).toFixed(1)}" height="${high}" fill="${fill}"${more}/>`;

const fillOf = (level: number, { severity }: LaneColours): string =>
  level === 3 ? "url(#invalid)" : (severity[level] ?? "");

/** The end of a PV's name tells it from its neighbours: where there is no room, the beginning is left out. */
function ended(title: string, room: number): string {
  const letters = Math.floor((room - 18) / LETTER);
  return title.length <= letters ? title : `…${title.slice(1 - letters)}`;
}

/** A lane for each trace that has something to say, and what its signs mean; gives how high all are. */
export function lanesOf(
  lanes: readonly PictureLane[],
  { left, right, x }: Frame,
  top: number,
  colours: LaneColours,
): { text: string; height: number } {
  if (lanes.length === 0) return { text: "", height: 0 };
  const levels = new Set<number>();
  const parts = lanes.map(({ title, colour, status }, i) => {
    const y = top + i * LANE;
    const alarms = status.alarms.map(({ start, stop, severity }) => {
      const level = Math.min(3, severity);
      levels.add(level);
      const high = level === 1 ? BAR / 2 : BAR;
      return box(x(start), y + BAR - high, x(stop) - x(start), high, fillOf(level, colours));
    });
    const gaps = status.gaps.map(({ start, stop, cause }) => {
      const told = `<title>${escaped(`not recorded: ${cause}`)}</title>`;
      const shape = box(x(start), y, x(stop) - x(start), BAR, "url(#lost)", ` stroke="${colours.dim}"`);
      return shape.replace("/>", `>${told}</rect>`);
    });
    return (
      `<g data-lane="${escaped(title)}">${box(left, y, right - left, BAR, colour, ' fill-opacity="0.06"')}` +
      `<circle cx="${left - 6}" cy="${y + BAR / 2}" r="3" fill="${colour}"/>` +
      `<text x="${left - 13}" y="${y + BAR}" text-anchor="end" font-size="9" fill="${colours.dim}">${escaped(ended(title, left))}</text>` +
      `${alarms.join("")}${gaps.join("")}</g>`
    );
  });
  const signs = [1, 2, 3]
    .filter((level) => levels.has(level))
    .map((level) => [fillOf(level, colours), WORDS[level]]);
  if (lanes.some(({ status }) => status.gaps.length > 0)) signs.push(["url(#lost)", "not recorded"]);
  const y = top + lanes.length * LANE + 4;
  signs.forEach(([fill, word], i) => {
    const at = left + i * 130;
    parts.push(
      box(at, y + (word === WORDS[1] ? BAR / 2 : 0), 18, word === WORDS[1] ? BAR / 2 : BAR, fill ?? ""),
      `<text x="${at + 24}" y="${y + BAR}" font-size="11" fill="${colours.dim}">${word}</text>`,
    );
  });
  return { text: parts.join(""), height: lanes.length * LANE + KEY };
}

/** Waveforms over time, each below its name and what its colours go from and to. */
export function heatsOf(
  heats: readonly PictureHeat[],
  { left, right }: Frame,
  top: number,
  colours: LaneColours,
): { text: string; height: number } {
  const parts = heats.map(({ title, image, low, high }, i) => {
    const y = top + i * HEAT;
    return (
      `<text x="${left}" y="${y + 9}" font-size="11" fill="${colours.dim}">${escaped(title)}</text>` +
      `<text x="${right}" y="${y + 9}" font-size="11" text-anchor="end" fill="${colours.dim}">dark ${escaped(low)}, bright ${escaped(high)}</text>` +
      `<image x="${left}" y="${y + 14}" width="${right - left}" height="${HEAT_BAR}" preserveAspectRatio="none" href="${image}"/>`
    );
  });
  return { text: parts.join(""), height: heats.length * HEAT };
}
