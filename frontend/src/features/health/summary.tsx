import type { Health, HealthReport } from "@/api/types";
import { formatAge } from "@/shared/time/format";
import { alarmsInWords } from "./alarms-in-words";
import classes from "./page.module.css";
import { State } from "./state";

const WORDS: Record<Health, string> = {
  ok: "Everything runs well.",
  degraded: "Something needs a look.",
  down: "Something does not work.",
  unknown: "Not everything can be seen.",
};

/** How all is in a line: CAFlux itself, and what alarm rules say of the machine. */
export function Summary({ report, now }: { report: HealthReport; now: number }) {
  const alarms = alarmsInWords(report.alarms);
  return (
    <p className={classes.summary} role="status" data-testid="summary">
      <State health={report.health} />
      <span className={classes.dim}>
        {WORDS[report.health]} Checked {formatAge(now - Date.parse(report.checked_at))}.
      </span>
      {alarms && <State health={report.alarms.major ? "down" : "degraded"} word={alarms} />}
    </p>
  );
}
