import {
  IconAlertOctagonFilled,
  IconAlertTriangleFilled,
  IconCircleCheck,
  IconHelpSquareRoundedFilled,
} from "@tabler/icons-react";
import { memo } from "react";
import { severityName, statusName } from "@/shared/format/severity";
import classes from "./severity.module.css";

const WORDS = { ok: "OK", minor: "MINOR", major: "MAJOR", invalid: "INVALID" };
const ICONS = {
  ok: IconCircleCheck,
  minor: IconAlertTriangleFilled,
  major: IconAlertOctagonFilled,
  invalid: IconHelpSquareRoundedFilled,
};

interface Props {
  severity: number;
  status?: number;
}

/** A severity by icon, word and colour; the alarm status is its title. */
export const Severity = memo(function Severity({ severity, status = 0 }: Props) {
  const name = severityName(severity);
  const Icon = ICONS[name];
  return (
    <span className={classes.severity} data-severity={name} title={status ? statusName(status) : undefined}>
      <Icon size="0.8125rem" aria-hidden="true" />
      {WORDS[name]}
    </span>
  );
});
