import { type KeyboardEvent, type PointerEvent, useState } from "react";
import type { Window } from "@/shared/chart/viewport";
import { formatStamp } from "@/shared/time/format";
import { useZone } from "@/shared/time/zone";
import type { ViewerTrace } from "../traces";
import { Differences } from "./differences";
import classes from "./marks.module.css";

interface Props {
  marks: readonly [number, number];
  traces: readonly ViewerTrace[];
  shown: Window;
  onChange(marks: [number, number]): void;
}

const NAMES = ["A", "B"] as const;

/** Two cursors that stay, and what lies between them. They are moved by dragging, or with the arrow keys. */
export function Marks({ marks, traces, shown, onChange }: Props) {
  const [moving, setMoving] = useState<[number, number] | null>(null);
  const at = moving ?? marks;
  const moved = (index: 0 | 1, time: number): [number, number] => {
    const inside = Math.min(shown[1], Math.max(shown[0], time));
    return index === 0 ? [inside, at[1]] : [at[0], inside];
  };
  return (
    <>
      {NAMES.map((name, i) => (
        <Handle
          key={name}
          name={name}
          time={at[i as 0 | 1]}
          shown={shown}
          onMove={(time) => setMoving(moved(i as 0 | 1, time))}
          onRest={() => {
            if (moving) onChange(moving);
            setMoving(null);
          }}
          onStep={(time) => onChange(moved(i as 0 | 1, time))}
        />
      ))}
      <Differences traces={traces} marks={at} />
    </>
  );
}

interface HandleProps {
  name: string;
  time: number;
  shown: Window;
  onMove(time: number): void;
  onRest(): void;
  onStep(time: number): void;
}

function Handle({ name, time, shown, onMove, onRest, onStep }: HandleProps) {
  const zone = useZone();
  const [start, stop] = shown;
  const place = (time - start) / (stop - start);
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (box) onMove(start + ((event.clientX - box.left) / box.width) * (stop - start));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = ((stop - start) / 100) * (event.shiftKey ? 10 : 1);
    const steps: Record<string, number> = { ArrowLeft: -step, ArrowRight: step };
    const by = steps[event.key];
    if (by !== undefined) onStep(time + by);
    else if (event.key === "Home") onStep(start);
    else if (event.key === "End") onStep(stop);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  if (place < 0 || place > 1) return null;
  return (
    <div
      className={classes.handle}
      style={{ left: `${place * 100}%` }}
      role="slider"
      tabIndex={0}
      aria-label={`Measuring cursor ${name}`}
      aria-valuemin={Math.round(start)}
      aria-valuemax={Math.round(stop)}
      aria-valuenow={Math.round(time)}
      aria-valuetext={formatStamp(time, zone)}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onPointerUp={onRest}
      onPointerCancel={onRest}
      onKeyDown={onKeyDown}
    >
      <span className={classes.flag}>{name}</span>
    </div>
  );
}
