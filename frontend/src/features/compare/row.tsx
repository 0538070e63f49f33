// biome-ignore-all lint/a11y/useSemanticElements: rows are placed one by one as they come into sight
// biome-ignore-all lint/a11y/useFocusableInteractive: rows and cells are not operated, what they hold is
import { ActionIcon, Checkbox, Tooltip } from "@mantine/core";
import { IconChartLine } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import type { Moment, Pv } from "@/api/types";
import { displayUnit } from "@/shared/chart/scales";
import { formatNumber, formatValue } from "@/shared/format/value";
import { formatStamp } from "@/shared/time/format";
import type { TimeRange } from "@/shared/time/range";
import { Severity } from "@/shared/ui/severity";
import { barOf, type Comparison, formatSignificance, heldValue } from "./comparison";
import classes from "./table.module.css";

const WORDS = { number: "", state: "changed", lost: "lost", found: "found", same: "same" };

interface Props {
  row: Comparison;
  info: Pv | null | undefined;
  chosen: boolean;
  range: TimeRange | null;
  onChoose(pv: string, chosen: boolean): void;
}

/** One PV at both times, and how it changed. */
export const Row = memo(function Row({ row, info, chosen, range, onChoose }: Props) {
  const { pv, kind, before, after, difference, spread, significance } = row;
  const unit = displayUnit(info?.metadata?.egu);
  return (
    <div className={classes.row} role="row" data-pv={pv} data-kind={kind}>
      <div role="cell" className={classes.choose}>
        <Checkbox
          size="xs"
          aria-label={`Choose ${pv}`}
          checked={chosen}
          onChange={(event) => onChoose(pv, event.currentTarget.checked)}
        />
      </div>
      <div role="rowheader" className={classes.name} title={info?.description || pv}>
        {pv}
        {info?.description && <span className={classes.description}>{info.description}</span>}
      </div>
      <Held moment={before} info={info} name="before" />
      <Held moment={after} info={info} name="after" />
      <div
        role="cell"
        className={classes.difference}
        data-testid="difference"
        title={spread === null ? undefined : `usual spread ${formatNumber(spread)} ${unit}`}
      >
        {difference === null ? (
          <span className={classes.dim}>{WORDS[kind]}</span>
        ) : (
          `${difference > 0 ? "+" : ""}${formatNumber(difference, info?.metadata?.precision)}`
        )}
      </div>
      <div role="cell" className={classes.significance} data-testid="significance">
        {significance !== null && (
          <>
            <span className={classes.bar} aria-hidden="true">
              <span style={{ width: `${barOf(significance) * 100}%` }} />
            </span>
            {kind === "number" && formatSignificance(significance)}
          </>
        )}
      </div>
      <div role="cell" className={classes.plot}>
        <Tooltip label="Plot it over both times">
          <ActionIcon
            size="sm"
            aria-label={`Plot ${pv}`}
            renderRoot={(props) => <Link to="/viewer" search={{ pv: [pv], ...range }} {...props} />}
          >
            <IconChartLine size={16} />
          </ActionIcon>
        </Tooltip>
      </div>
    </div>
  );
});

function Held({ moment, info, name }: { moment: Moment; info: Pv | null | undefined; name: string }) {
  const value = heldValue(moment);
  const stamp = moment.time === null ? "there is no sample" : formatStamp(moment.time / 1e6);
  const why = moment.known ? "" : `, not known: ${moment.cause}${moment.detail ? `, ${moment.detail}` : ""}`;
  return (
    <div role="cell" className={classes.held} title={`${stamp}${why}`} data-testid={name}>
      {moment.known ? (
        <>
          <strong>{formatValue(value, info?.metadata)}</strong>
          {typeof value === "number" && (
            <span className={classes.unit}>{displayUnit(info?.metadata?.egu)}</span>
          )}
          {moment.severity > 0 && <Severity severity={moment.severity} status={moment.status} />}
        </>
      ) : (
        <span className={classes.dim}>{moment.cause === "no-data" ? "no data" : moment.cause}</span>
      )}
    </div>
  );
}
