import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCircleXFilled,
  IconHelpCircle,
} from "@tabler/icons-react";
import type { Health } from "@/api/types";
import classes from "./state.module.css";

const WORDS: Record<Health, string> = { ok: "OK", degraded: "Degraded", down: "Down", unknown: "Unknown" };
const ICONS = {
  ok: IconCircleCheckFilled,
  degraded: IconAlertTriangleFilled,
  down: IconCircleXFilled,
  unknown: IconHelpCircle,
};

/** How a component is, by icon, word and colour; another word where there is a better one. */
export function State({ health, word = WORDS[health] }: { health: Health; word?: string }) {
  const Icon = ICONS[health];
  return (
    <span className={classes.state} data-health={health}>
      <Icon size={15} aria-hidden="true" />
      {word}
    </span>
  );
}
