import type { Path } from "@/shared/chart/paint";

const short = (value: number): string => String(Math.round(value * 10) / 10);

/** Writes a path as SVG does, to a tenth of a unit. */
export class SvgPath implements Path {
  private readonly parts: string[] = [];

  get text(): string {
    return this.parts.join("");
  }

  moveTo(x: number, y: number): void {
    this.parts.push(`M${short(x)} ${short(y)}`);
  }

  lineTo(x: number, y: number): void {
    this.parts.push(`L${short(x)} ${short(y)}`);
  }

  closePath(): void {
    this.parts.push("Z");
  }

  /** Whole circles are all that is drawn. */
  arc(x: number, y: number, radius: number): void {
    const r = short(radius);
    this.parts.push(
      `M${short(x - radius)} ${short(y)}a${r} ${r} 0 1 0 ${short(2 * radius)} 0a${r} ${r} 0 1 0 ${short(-2 * radius)} 0`,
    );
  }
}

/** Write a text so that it may stand in XML. */
export const escaped = (text: string): string =>
  text
    .replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no way to write them
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "\ufffd");
