import type { ReactNode } from "react";
import type { View } from "../view";
import classes from "./axis-bar.module.css";
import { AxisForm } from "./axis-form";
import type { PlacedAxis } from "./place";

interface Props {
  axes: readonly PlacedAxis[];
  view: View;
  /** Beside them. */
  children: ReactNode;
}

/** One button for each axis: what was chosen of it, and a form to choose. */
export function AxisBar({ axes, view, children }: Props) {
  return (
    <div className={classes.above}>
      {axes.length > 0 && (
        <fieldset className={classes.bar}>
          <legend className="sr-only">Axes</legend>
          {axes.map((axis) => (
            <AxisForm key={axis.key} axis={axis} onChange={(patch) => view.setAxis(axis.name, patch)} />
          ))}
        </fieldset>
      )}
      <span className={classes.beside}>{children}</span>
    </div>
  );
}
