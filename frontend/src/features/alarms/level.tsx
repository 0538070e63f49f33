import { IconAlertTriangleFilled, IconCircleCheckFilled, IconCircleXFilled } from "@tabler/icons-react";
import type { AlarmRuleState } from "@/api/types";
import classes from "./alarms.module.css";

const LOOKS = {
  ok: { word: "OK", Icon: IconCircleCheckFilled, health: "ok" },
  minor: { word: "Minor", Icon: IconAlertTriangleFilled, health: "degraded" },
  major: { word: "Major", Icon: IconCircleXFilled, health: "down" },
} as const;

/** How bad a rule finds it, by icon, word and colour; or that it watches nothing now. */
export function Level({ state }: { state: AlarmRuleState }) {
  if (!state.rule.enabled) return <span className={classes.dim}>Off</span>;
  if (!state.evaluated && state.watched > 0) return <span className={classes.dim}>Stands still</span>;
  const { word, Icon, health } = LOOKS[state.level];
  return (
    <span className={classes.level} data-health={health}>
      <Icon size={15} aria-hidden="true" />
      {word}
    </span>
  );
}
