import { type Cursor, useCursorTime } from "@/shared/chart/cursor";
import type { Area } from "@/shared/chart/options";
import { useShown, type Viewport, type Window } from "@/shared/chart/viewport";
import type { ViewerTrace } from "../traces";
import { Marks } from "./marks";
import classes from "./overlay.module.css";
import { ReadOut } from "./read-out";

interface Props {
  traces: readonly ViewerTrace[];
  window: Window;
  viewport: Viewport;
  area: Area;
  cursor: Cursor;
  marks: readonly [number, number] | null;
  onMark(marks: [number, number]): void;
}

/** What lies over the whole chart, panels and strips: the line at the cursor with its values, and measuring cursors. */
export function Overlay({ window: told, viewport, area, ...props }: Props) {
  const shown = useShown(viewport, told);
  if (area.width === 0) return null;
  return (
    <div className={classes.overlay} style={{ left: area.left, width: area.width }}>
      <CursorLine {...props} shown={shown} />
      {props.marks && (
        <Marks marks={props.marks} traces={props.traces} shown={shown} onChange={props.onMark} />
      )}
    </div>
  );
}

function CursorLine({ cursor, shown, traces }: Pick<Props, "cursor" | "traces"> & { shown: Window }) {
  const time = useCursorTime(cursor);
  if (time === null) return null;
  const place = (time - shown[0]) / (shown[1] - shown[0]);
  if (place < 0 || place > 1) return null;
  return (
    <>
      <div className={classes.line} style={{ left: `${place * 100}%` }} />
      <ReadOut time={time} place={place} traces={traces} />
    </>
  );
}
