import { ActionIcon, Tooltip } from "@mantine/core";
import { IconChartLine, IconPlugConnectedX, IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { displayUnit, wantsLog } from "@/shared/chart/scales";
import { Sparkline } from "@/shared/chart/sparkline";
import { severityName } from "@/shared/format/severity";
import { formatValue } from "@/shared/format/value";
import { kindOf } from "@/shared/pv/kind";
import type { PvTrace } from "@/shared/pv/traces";
import { formatAge, formatStamp } from "@/shared/time/format";
import { Severity } from "@/shared/ui/severity";
import { Elements } from "./elements";
import classes from "./tile.module.css";

interface Props {
  trace: PvTrace;
  now: number;
  window: readonly [number, number];
  /** Of its chart, where it has one. */
  colour: string | undefined;
  onChart(pv: string): void;
  onRemove(pv: string): void;
}

/** The newest value of a PV, how it is, how old it is, and the shape of its last minutes. */
export const Tile = memo(function Tile({ trace, now, window: shown, colour, onChart, onRemove }: Props) {
  const { pv, info, newest, lost, error } = trace;
  const value = newest?.value;
  const kind = kindOf(info, value);
  const severity = newest?.severity ?? 0;
  const time = newest?.time;
  const text = formatValue(value, info?.metadata);
  const long = kind === "text" || text.length > 10;
  return (
    <article className={classes.tile} data-severity={lost ? "lost" : severityName(severity)} aria-label={pv}>
      <header className={classes.head}>
        <Link
          className={classes.name ?? ""}
          to="/viewer"
          search={{ pv: [pv] }}
          title={info?.description || pv}
        >
          {pv}
        </Link>
        <span className={classes.tools}>
          <Tooltip label={colour ? "Remove the chart" : "Show a chart"}>
            <ActionIcon
              size="xs"
              aria-label={`Chart of ${pv}`}
              aria-pressed={colour !== undefined}
              color={colour ? "teal" : "gray"}
              onClick={() => onChart(pv)}
            >
              <IconChartLine size={14} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label="Remove the tile">
            <ActionIcon size="xs" aria-label={`Remove ${pv}`} onClick={() => onRemove(pv)}>
              <IconX size={14} />
            </ActionIcon>
          </Tooltip>
        </span>
      </header>
      <div className={classes.reading}>
        <span className={classes.value} data-long={long} title={long ? text : undefined} data-testid="value">
          {text}
        </span>
        {kind === "number" && value !== undefined && (
          <span className={classes.unit}>{displayUnit(info?.metadata?.egu)}</span>
        )}
      </div>
      {kind === "waveform" ? (
        <Elements values={value} height={26} />
      ) : kind === "text" ? (
        <div className={classes.description}>{info?.description}</div>
      ) : (
        <Sparkline
          steps={trace.steps}
          window={shown}
          log={wantsLog(info)}
          height={26}
          colour={lost ? "var(--cf-dim)" : (colour ?? "var(--cf-accent)")}
        />
      )}
      <footer className={classes.foot}>
        {lost ? (
          <span className={classes.lost} title={lost}>
            <IconPlugConnectedX size={13} aria-hidden="true" />
            {(lost.split(":")[0] ?? lost).toUpperCase()}
          </span>
        ) : time === undefined ? (
          <span className={classes.age}>
            {error ? error.message : trace.loading ? "Reading…" : "No data yet"}
          </span>
        ) : (
          <Severity severity={severity} status={newest?.status ?? 0} />
        )}
        {time !== undefined && (
          <time className={classes.age} title={formatStamp(time)}>
            {formatAge(now - time)}
          </time>
        )}
      </footer>
    </article>
  );
});
