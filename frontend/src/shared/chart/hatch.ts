const kept = new Map<string, CanvasPattern | string>();
const SIZE = 7;

/** Give diagonal stripes of a colour to fill with. */
export function hatch(ctx: CanvasRenderingContext2D, colour: string, ratio: number): CanvasPattern | string {
  const key = `${colour} ${ratio}`;
  const before = kept.get(key);
  if (before) return before;
  const tile = document.createElement("canvas");
  const size = Math.max(4, Math.round(SIZE * ratio));
  tile.width = size;
  tile.height = size;
  const paper = tile.getContext("2d");
  if (!paper) return colour;
  paper.strokeStyle = colour;
  paper.lineWidth = ratio;
  paper.beginPath();
  for (const from of [-size, 0, size]) {
    paper.moveTo(from, size);
    paper.lineTo(from + size, 0);
  }
  paper.stroke();
  const made = ctx.createPattern(tile, "repeat") ?? colour;
  kept.set(key, made);
  return made;
}
