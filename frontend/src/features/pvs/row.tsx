// biome-ignore-all lint/a11y/useSemanticElements: rows are placed one by one as they come into sight
// biome-ignore-all lint/a11y/useFocusableInteractive: rows and cells are not operated, what they hold is
import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconDots, IconPlayerPause, IconPlayerPlay, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import type { Pv } from "@/api/types";
import { useMay } from "@/features/session/queries";
import { displayUnit } from "@/shared/chart/scales";
import { formatValue } from "@/shared/format/value";
import type { Sample } from "@/shared/pv/samples";
import { formatAge, formatStamp } from "@/shared/time/format";
import { Severity } from "@/shared/ui/severity";
import classes from "./table.module.css";

interface Props {
  pv: Pv;
  latest: Sample | null;
  /** The age is counted from here, ms. */
  now: number;
  onPause(name: string): void;
  onResume(name: string): void;
  onDelete(name: string): void;
}

const typeOf = ({ metadata }: Pv): string => {
  if (!metadata) return "not seen yet";
  return metadata.element_count > 1
    ? `${metadata.native_type}[${metadata.element_count}]`
    : metadata.native_type;
};

const modeOf = (pv: Pv): string => (pv.mode === "scan" ? `every ${pv.period_s} s` : "every event");

/** One configured PV with its newest value. */
export const Row = memo(function Row({ pv, latest, now, onPause, onResume, onDelete }: Props) {
  const paused = pv.state === "paused";
  const operates = useMay("operate");
  const configures = useMay("configure");
  return (
    <div className={classes.row} role="row" data-pv={pv.name} data-state={pv.state}>
      <div role="rowheader" className={classes.name}>
        <Link to="/viewer" search={{ pv: [pv.name] }} title={`Look at ${pv.name}`}>
          {pv.name}
        </Link>
      </div>
      <Cell className={classes.value}>
        {latest ? (
          <>
            <strong>{formatValue(latest.value, pv.metadata)}</strong>{" "}
            {typeof latest.value === "number" && displayUnit(pv.metadata?.egu)}
          </>
        ) : (
          "–"
        )}
      </Cell>
      <Cell>{latest && <Severity severity={latest.severity} status={latest.status} />}</Cell>
      <Cell className={classes.age}>
        {latest && <time title={formatStamp(latest.time)}>{formatAge(now - latest.time)}</time>}
      </Cell>
      <Cell className={classes.type}>{typeOf(pv)}</Cell>
      <Cell className={classes.mode}>{modeOf(pv)}</Cell>
      <Cell className={classes.description}>
        <span title={pv.description}>{pv.description}</span>
      </Cell>
      <Cell className={classes.state}>
        {paused ? (
          <IconPlayerPause size={13} aria-hidden="true" />
        ) : (
          <IconPlayerPlay size={13} aria-hidden="true" />
        )}
        {paused ? "Paused" : "Active"}
      </Cell>
      <Cell className={classes.actions}>
        {operates && (
          <Tooltip label={paused ? "Archive it again" : "Pause archiving"}>
            <ActionIcon
              size="sm"
              aria-label={`${paused ? "Resume" : "Pause"} ${pv.name}`}
              onClick={() => (paused ? onResume : onPause)(pv.name)}
            >
              {paused ? <IconPlayerPlay size={15} /> : <IconPlayerPause size={15} />}
            </ActionIcon>
          </Tooltip>
        )}
        {configures && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon size="sm" aria-label={`More for ${pv.name}`}>
                <IconDots size={15} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => onDelete(pv.name)}>
                Delete…
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </Cell>
    </div>
  );
});

function Cell({ className, children }: { className?: string | undefined; children: React.ReactNode }) {
  return (
    <div role="cell" className={className}>
      {children}
    </div>
  );
}
