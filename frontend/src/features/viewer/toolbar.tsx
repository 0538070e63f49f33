import { ActionIcon, Button, Menu, SegmentedControl, Tooltip } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowLeft,
  IconArrowRight,
  IconChartLine,
  IconCheck,
  IconPlayerPause,
  IconPlayerPlay,
  IconZoomOut,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { PvPicker } from "@/shared/pv/picker";
import { Keys } from "./keys-help";
import type { Drawing } from "./model/trace-spec";
import { PRESETS } from "./presets";
import { RangeForm } from "./time/range-form";
import classes from "./toolbar.module.css";
import type { View } from "./view";

interface Props {
  view: View;
  onAdd(names: string[]): void;
  /** More buttons, before the one that follows. */
  children?: ReactNode;
}

/** Which PVs, which time, live or not. */
export function Toolbar({ view, onAdd, children }: Props) {
  const { specs, range, zone, live, zooms, show, change } = view;
  const preset = PRESETS.find(({ span }) => range.to === "now" && range.from === `now-${span}`)?.span ?? "";
  return (
    <div className={classes.toolbar} role="toolbar" aria-label="Viewer">
      <PvPicker chosen={specs.filter(({ shift }) => !shift).map(({ text }) => text)} onAdd={onAdd} />
      <div className={classes.group}>
        <SegmentedControl
          size="xs"
          aria-label="Range"
          data={PRESETS.map(({ span, label }) => ({ value: span, label }))}
          value={preset}
          onChange={(span) => show({ from: `now-${span}`, to: "now" })}
        />
        <RangeForm
          range={range}
          refused={view.refused}
          zone={zone}
          onShow={show}
          onZone={(name) => change({ zone: name })}
        />
      </div>
      <div className={classes.group}>
        <Tool label="Undo" disabled={!view.canUndo} onClick={view.undo} Icon={IconArrowBackUp} />
        <Tool label="Redo" disabled={!view.canRedo} onClick={view.redo} Icon={IconArrowForwardUp} />
        <Tool
          label="Back to the last range"
          disabled={zooms.past.length === 0}
          onClick={view.back}
          Icon={IconArrowLeft}
        />
        <Tool
          label="Forward to the next range"
          disabled={zooms.future.length === 0}
          onClick={view.forward}
          Icon={IconArrowRight}
        />
        <Tool label="Zoom out" onClick={view.widen} Icon={IconZoomOut} />
        <DrawMenu view={view} />
        <Keys />
        {children}
        <Tooltip label={live ? "Stop the chart here" : "Follow the newest values"}>
          <Button
            variant={live ? "light" : "default"}
            aria-pressed={live}
            leftSection={live ? <IconPlayerPause size={14} /> : <IconPlayerPlay size={14} />}
            onClick={live ? view.pause : view.follow}
          >
            Live
          </Button>
        </Tooltip>
      </div>
    </div>
  );
}

interface ToolProps {
  label: string;
  disabled?: boolean;
  onClick(): void;
  Icon: typeof IconArrowLeft;
}

const Tool = ({ label, disabled = false, onClick, Icon }: ToolProps) => (
  <Tooltip label={label}>
    <ActionIcon aria-label={label} disabled={disabled} onClick={onClick}>
      <Icon size={17} />
    </ActionIcon>
  </Tooltip>
);

const DRAWN: readonly { value: Drawing; label: string }[] = [
  { value: "step", label: "Steps: each value holds until the next" },
  { value: "line", label: "Lines from sample to sample" },
  { value: "points", label: "Points" },
];

/** How samples are joined, and whether there are measuring cursors. */
function DrawMenu({ view }: { view: View }) {
  const chosen = view.search.draw ?? "step";
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Tooltip label="How samples are joined">
          <ActionIcon aria-label="How samples are joined">
            <IconChartLine size={17} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {DRAWN.map(({ value, label }) => (
          <Menu.Item
            key={value}
            rightSection={value === chosen ? <IconCheck size={14} /> : null}
            onClick={() => view.change({ draw: value === "step" ? undefined : value })}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
