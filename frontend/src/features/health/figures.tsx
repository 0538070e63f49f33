import type { ReactNode } from "react";
import classes from "./figures.module.css";

export interface Figure {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  tone?: "warning" | undefined;
  testId?: string;
}

/** The numbers that matter, side by side. */
export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <dl className={classes.figures}>
      {figures.map(({ label, value, note, tone, testId }) => (
        <div key={label} className={classes.figure} data-tone={tone}>
          <dt>{label}</dt>
          <dd data-testid={testId}>{value}</dd>
          {note && <dd className={classes.note}>{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
