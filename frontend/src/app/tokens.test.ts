import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { COLOURS, penOf, STATE_OPACITY } from "@/shared/chart/palette";

type Rgb = readonly [number, number, number];

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

/** Give the colours that a rule of the sheet sets. */
function tokensOf(selector: string): Record<string, string> {
  const at = css.indexOf(`${selector} {`);
  const rule = css.slice(at, css.indexOf("}", at));
  return Object.fromEntries(
    [...rule.matchAll(/--cf-([\w-]+): (#\w{6})/g)].map(([, name, hex]) => [name, hex]),
  );
}

const light = tokensOf(":root");
const dark = { ...light, ...tokensOf('[data-mantine-color-scheme="dark"]') };
const control = { ...dark, ...tokensOf(':root[data-mantine-color-scheme="dark"][data-theme="control"]') };
const THEMES = { light, dark, control };

const rgbOf = (hex: string): Rgb =>
  [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)) as unknown as Rgb;

/** Give what is seen of a colour that is laid over another with an opacity. */
const over = (top: Rgb, opacity: number, below: Rgb): Rgb =>
  top.map((part, i) => part * opacity + (below[i] as number) * (1 - opacity)) as unknown as Rgb;

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: Rgb, other: Rgb): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const PAPERS = ["page", "surface", "raised"] as const;
const SEVERITIES = ["ok", "minor", "major", "invalid"] as const;

describe.each(Object.entries(THEMES))("in the theme %s", (name, tokens) => {
  const rgb = (token: string) => rgbOf(tokens[token] ?? "");
  const scheme = name === "light" ? "light" : "dark";

  it.each(PAPERS)("text keeps 4.5:1 on the %s", (paper) => {
    for (const ink of ["text", "dim", "accent", "axis", ...SEVERITIES]) {
      expect(contrast(rgb(ink), rgb(paper)), `${ink} on ${paper}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("a severity keeps 4.5:1 on its own band", () => {
    for (const severity of SEVERITIES) {
      expect(contrast(rgb(severity), rgb(`${severity}-soft`)), severity).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(rgb("accent"), rgb("accent-soft")), "accent").toBeGreaterThanOrEqual(4.5);
  });

  it("every trace keeps 3:1 on what it is drawn on", () => {
    for (let i = 0; i < COLOURS; i++) {
      const { colour } = penOf(i, scheme);
      expect(contrast(rgbOf(colour), rgb("surface")), colour).toBeGreaterThanOrEqual(3);
    }
  });

  it("the name of a state keeps 4.5:1 on the state's colour, in strips and in tiles", () => {
    for (let i = 0; i < COLOURS; i++) {
      const colour = rgbOf(penOf(i, scheme).colour);
      const strip = over(colour, STATE_OPACITY, rgb("raised"));
      expect(contrast(rgb("text"), strip), `state ${i} in a strip`).toBeGreaterThanOrEqual(4.5);
      const tile = over(colour, STATE_OPACITY, rgb("surface"));
      expect(contrast(rgb("text"), tile), `state ${i} in a tile`).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("what was not recorded, and the track of a gauge, keep 3:1 on what they are drawn on", () => {
    for (const paper of PAPERS) {
      expect(contrast(rgb("gap"), rgb(paper)), `gap on ${paper}`).toBeGreaterThanOrEqual(3);
    }
  });

  it("what has the focus is edged with 3:1", () => {
    for (const paper of [...PAPERS, "accent-soft"]) {
      expect(contrast(rgb("accent"), rgb(paper)), paper).toBeGreaterThanOrEqual(3);
    }
  });
});
