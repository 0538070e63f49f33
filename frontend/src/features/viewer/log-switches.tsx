import { UnstyledButton } from "@mantine/core";
import type { Scale } from "@/shared/chart/trace";
import classes from "./log-switches.module.css";
import { switchLog, type ViewerSearch } from "./search";

interface Placed {
  scale: Scale;
  usually: boolean;
}

interface Props {
  placed: readonly Placed[];
  search: ViewerSearch;
  onChange(next: ViewerSearch): void;
}

/** One switch for each numeric axis: logarithmic or not. */
export function LogSwitches({ placed, search, onChange }: Props) {
  const axes = new Map(placed.filter(({ scale }) => !scale.states).map((one) => [one.scale.key, one]));
  if (axes.size === 0) return null;
  return (
    <fieldset className={classes.switches}>
      <legend className="sr-only">Logarithmic axes</legend>
      {[...axes.values()].map(({ scale, usually }) => (
        <UnstyledButton
          key={scale.key}
          className={classes.switch ?? ""}
          aria-pressed={scale.log}
          aria-label={`Logarithmic axis ${scale.label || "without a unit"}`}
          onClick={() => onChange({ log: switchLog(search.log, scale.key.slice("unit ".length), usually) })}
        >
          log <span className={classes.unit}>{scale.label || "no unit"}</span>
        </UnstyledButton>
      ))}
    </fieldset>
  );
}
