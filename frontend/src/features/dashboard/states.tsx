import { stateLook, stripesCss } from "@/shared/chart/state-look";
import { severityName } from "@/shared/format/severity";
import { formatValue } from "@/shared/format/value";
import { kindOf } from "@/shared/pv/kind";
import { useThemeName } from "@/shared/ui/theme-name";
import { Footer } from "./reading";
import classes from "./states.module.css";
import { type Stretch, severitySteps, stretches } from "./strip";
import type { TileProps } from "./tile-props";

const WORDS = { ok: "OK", minor: "MINOR", major: "MAJOR", invalid: "INVALID" };

const UNKNOWN: readonly Stretch[] = [{ from: 0, to: 1, state: null }];

/** In which state a PV was when: of an enum its own states, of all else its severity. */
export function StatesTile({ traces, now, window: shown }: TileProps) {
  const theme = useThemeName();
  const [trace] = traces;
  if (!trace) return null;
  const states = kindOf(trace.info, trace.newest?.value) === "enum";
  const steps = states ? trace.steps : severitySteps(trace);
  const known = stretches(steps, trace.gaps, shown);
  const scheme = theme === "light" ? "light" : "dark";
  // The mean of a bin in which the state changed is none.
  const wordOf = (state: number) => {
    if (!states) return WORDS[severityName(state)];
    return Number.isInteger(state) ? formatValue(state, trace.info?.metadata) : "several states";
  };
  const lookOf = (state: number): Record<string, string> => {
    if (!states) return { "--state": `var(--cf-${severityName(state)})` };
    if (!Number.isInteger(state)) return { "--state": "var(--cf-dim)" };
    const look = stateLook(state, scheme);
    return { "--state": look.colour, "--stripes": stripesCss(look) };
  };
  return (
    <>
      <div className={classes.strip}>
        {(known.length > 0 ? known : UNKNOWN).map(({ from, to, state }) => (
          <div
            key={from}
            className={classes.stretch}
            data-unknown={state === null}
            style={{
              left: `${from * 100}%`,
              width: `${(to - from) * 100}%`,
              ...(state === null ? {} : lookOf(state)),
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
