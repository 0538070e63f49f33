import type { Pen } from "./palette";

/** How a trace is drawn, as a short line: its colour, and its dashes. */
export function Swatch({ pen }: { pen: Pen | null }) {
  return (
    <svg width="22" height="8" aria-hidden="true" style={{ display: "block", flex: "none" }}>
      {pen && (
        <line
          x1="1"
          y1="4"
          x2="21"
          y2="4"
          stroke={pen.colour}
          strokeWidth="2.5"
          strokeDasharray={pen.dash.join(" ")}
        />
      )}
    </svg>
  );
}
