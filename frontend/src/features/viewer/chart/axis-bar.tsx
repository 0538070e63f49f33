import type { View } from "../view";
import classes from "./axis-bar.module.css";
import { AxisForm } from "./axis-form";
import type { PlacedAxis } from "./place";

interface Props {
  axes: readonly PlacedAxis[];
  view: View;
}

/** One button for each axis: what was chosen of it, and a form to choose. */
export function AxisBar({ axes, view }: Props) {
  if (axes.length === 0) return null;
  return (
    <fieldset className={classes.bar}>
      <legend className="sr-only">Axes</legend>
      {axes.map((axis) => (
        <AxisForm key={axis.key} axis={axis} onChange={(patch) => view.setAxis(axis.name, patch)} />
      ))}
    </fieldset>
  );
}
