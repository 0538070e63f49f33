import { penOf } from "@/shared/chart/palette";
import { severityName } from "@/shared/format/severity";
import { formatValue } from "@/shared/format/value";
import { kindOf } from "@/shared/pv/kind";
import { useThemeName } from "@/shared/ui/theme-name";
import { Footer } from "./reading";
import classes from "./states.module.css";
import { severitySteps, stretches } from "./strip";
import type { TileProps } from "./tile-props";

const WORDS = { ok: "OK", minor: "MINOR", major: "MAJOR", invalid: "INVALID" };

/** In which state a PV was when: of an enum its own states, of all else its severity. */
export function StatesTile({ traces, now, window: shown }: TileProps) {
  const theme = useThemeName();
  const [trace] = traces;
  if (!trace) return null;
  const states = kindOf(trace.info, trace.newest?.value) === "enum";
  const steps = states ? trace.steps : severitySteps(trace);
  const scheme = theme === "light" ? "light" : "dark";
  const wordOf = (state: number) =>
    states ? formatValue(state, trace.info?.metadata) : WORDS[severityName(state)];
  const colourOf = (state: number) =>
    states ? penOf(state, scheme).colour : state > 0 ? `var(--cf-${severityName(state)})` : "var(--cf-ok)";
  return (
    <>
      <div className={classes.strip}>
        {stretches(steps, trace.gaps, shown).map(({ from, to, state }) => (
          <div
            key={from}
            className={classes.stretch}
            data-unknown={state === null}
            style={{
              left: `${from * 100}%`,
              width: `${(to - from) * 100}%`,
              ...(state === null ? {} : { "--state": colourOf(state) }),
            }}
            title={state === null ? "not recorded" : wordOf(state)}
          >
            {state !== null && to - from > 0.06 && <span className={classes.word}>{wordOf(state)}</span>}
          </div>
        ))}
      </div>
      <span className="sr-only" data-testid="value">
        {formatValue(trace.newest?.value, trace.info?.metadata)}
      </span>
      <Footer trace={trace} now={now} />
    </>
  );
}
