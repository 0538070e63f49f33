import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import type { Incident } from "@/api/types";
import { formatSecond, formatSpan } from "@/shared/time/format";
import { type Lane, lanesOf, type Stretch } from "./lanes";
import classes from "./time-line.module.css";

const HOUR_MS = 3_600_000;
const SPANS = { "6h": 6, "24h": 24, "7d": 168 } as const;
type Span = keyof typeof SPANS;
const CHOICES = [
  { value: "6h", label: "6 hours" },
  { value: "24h", label: "24 hours" },
  { value: "7d", label: "7 days" },
];
const TICKS = [0, 0.25, 0.5, 0.75];

const ago = (hours: number): string => (hours >= 48 ? `${Math.round(hours / 24)} d ago` : `${hours} h ago`);

/** When what was not well, side by side; the table below says the same in words. */
export function TimeLine({ incidents, now }: { incidents: readonly Incident[]; now: number }) {
  const [span, setSpan] = useState<Span>("24h");
  const spanMs = SPANS[span] * HOUR_MS;
  const lanes = lanesOf(incidents, now, spanMs);
  return (
    <div className={classes.timeLine}>
      <div className={classes.bar}>
        <SegmentedControl
          size="xs"
          aria-label="Time line of"
          data={CHOICES}
          value={span}
          onChange={(value) => setSpan(value as Span)}
        />
        <span className={classes.legend} aria-hidden="true">
          <i data-severity="minor" /> degraded, minor <i data-severity="major" /> down, major
        </span>
      </div>
      <div role="img" aria-label={inWords(lanes, span)} data-testid="time-line" className={classes.lanes}>
        {lanes.map(({ component, stretches }) => (
          <div key={component} className={classes.lane} data-lane={component}>
            <span className={classes.name}>{component}</span>
            <span className={classes.track}>
              {stretches.map((one) => (
                <Bar key={one.incident.id} stretch={one} now={now} />
              ))}
            </span>
          </div>
        ))}
        {lanes.length === 0 && <p className={classes.none}>All was well.</p>}
        <div className={classes.lane}>
          <span />
          <span className={classes.axis}>
            {TICKS.map((part) => (
              <span key={part} style={{ left: `${part * 100}%` }}>
                {ago(SPANS[span] * (1 - part))}
              </span>
            ))}
            <span className={classes.now}>now</span>
          </span>
        </div>
      </div>
    </div>
  );
}

function Bar({ stretch: { incident, from, to, open }, now }: { stretch: Stretch; now: number }) {
  const began = Date.parse(incident.began_at);
  const ended = incident.ended_at ? Date.parse(incident.ended_at) : now;
  const lasted = formatSpan(ended - began);
  return (
    <i
      className={classes.stretch}
      data-severity={incident.severity}
      data-open={open}
      title={`${formatSecond(began)}, ${lasted}${open ? ", still" : ""}: ${incident.cause}`}
      style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%` }}
    />
  );
}

function inWords(lanes: readonly Lane[], span: Span): string {
  const last = CHOICES.find(({ value }) => value === span)?.label ?? span;
  if (lanes.length === 0) return `In the last ${last} all was well.`;
  return `In the last ${last} not well: ${lanes
    .map(({ component, stretches }) => `${component}, ${stretches.length} times`)
    .join("; ")}.`;
}
