import { IconPlugConnectedX } from "@tabler/icons-react";
import type { CSSProperties } from "react";
import { ApiProblem } from "@/api/problems";
import { displayUnit, wantsLog } from "@/shared/chart/scales";
import { Sparkline } from "@/shared/chart/sparkline";
import { formatValue } from "@/shared/format/value";
import { kindOf } from "@/shared/pv/kind";
import type { PvTrace } from "@/shared/pv/traces";
import { formatAge, formatStamp } from "@/shared/time/format";
import { Severity } from "@/shared/ui/severity";
import { Elements } from "./elements";
import classes from "./reading.module.css";
import type { TileProps } from "./tile-props";

/** How wide letters are, in the font's size. */
const LETTER = 0.62;
const UNIT_LETTER = 0.3;
const LEAST_LETTERS = 7;

/** The newest value, as large as the tile lets it be. */
function Value({ trace }: { trace: PvTrace }) {
  const { info, newest, lost } = trace;
  const value = newest?.value;
  const kind = kindOf(info, value);
  const text = formatValue(value, info?.metadata);
  const unit = kind === "number" && value !== undefined ? displayUnit(info?.metadata?.egu) : "";
  // Of a few letters more or less the size stays as it is, so that it does not jump with the value.
  const room = LETTER * Math.max(LEAST_LETTERS, text.length) + UNIT_LETTER * unit.length;
  return (
    <div
      className={classes.reading}
      style={{ "--room": room } as CSSProperties}
      data-text={kind === "text"}
      data-lost={lost !== null}
    >
      <div className={classes.line}>
        <span className={classes.value} title={text} data-testid="value">
          {text}
        </span>
        {unit && <span className={classes.unit}>{unit}</span>}
      </div>
    </div>
  );
}

/** What failed, as short as a tile; the whole of it is the title. */
const wordOf = (error: Error) =>
  error instanceof ApiProblem && error.status === 404 ? "Unknown PV" : "Can’t be read";

/** How the newest value is and how old, or why there is none. */
export function Footer({ trace, now }: { trace: PvTrace; now: number }) {
  const { newest, lost, error, loading } = trace;
  const time = newest?.time;
  return (
    <footer className={classes.foot}>
      {lost ? (
        <span className={classes.lost} title={lost}>
          <IconPlugConnectedX size="0.8125rem" aria-hidden="true" />
          <span>{(lost.split(":")[0] ?? lost).toUpperCase()}</span>
        </span>
      ) : time === undefined ? (
        <span className={classes.age} title={error?.message}>
          {error ? wordOf(error) : loading ? "Reading…" : "No data yet"}
        </span>
      ) : (
        <Severity severity={newest?.severity ?? 0} status={newest?.status ?? 0} />
      )}
      {time !== undefined && (
        <time className={classes.age} title={formatStamp(time)}>
          {formatAge(now - time)}
        </time>
      )}
    </footer>
  );
}

/** A value with its severity and age. */
export function ValueTile({ traces, now }: TileProps) {
  const [trace] = traces;
  if (!trace) return null;
  return (
    <>
      <Value trace={trace} />
      <Footer trace={trace} now={now} />
    </>
  );
}

/** The same with the shape of the last minutes. */
export function SparklineTile({ traces, now, window: shown }: TileProps) {
  const [trace] = traces;
  if (!trace) return null;
  const kind = kindOf(trace.info, trace.newest?.value);
  return (
    <>
      <Value trace={trace} />
      <div className={classes.shape}>
        {kind === "waveform" ? (
          <Elements values={trace.newest?.value} height={28} />
        ) : kind === "text" ? (
          <div className={classes.description}>{trace.info?.description}</div>
        ) : (
          <Sparkline
            steps={trace.steps}
            window={shown}
            log={wantsLog(trace.info)}
            height={28}
            colour={trace.lost ? "var(--cf-dim)" : "var(--cf-accent)"}
          />
        )}
      </div>
      <Footer trace={trace} now={now} />
    </>
  );
}
