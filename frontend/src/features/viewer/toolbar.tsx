import { ActionIcon, Button, SegmentedControl, Tooltip } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowLeft,
  IconArrowRight,
  IconPlayerPause,
  IconPlayerPlay,
  IconZoomOut,
} from "@tabler/icons-react";
import { PvPicker } from "@/shared/pv/picker";
import { RangeForm } from "./range-form";
import { PRESETS } from "./search";
import classes from "./toolbar.module.css";
import type { View } from "./view";

/** Which PVs, which time, live or not. */
export function Toolbar({ view }: { view: View }) {
  const { specs, range, live, zooms, show, back, forward, widen, follow, pause } = view;
  const preset = PRESETS.find(({ span }) => range.to === "now" && range.from === `now-${span}`)?.span ?? "";
  return (
    <div className={classes.toolbar}>
      <PvPicker
        chosen={specs.map(({ text }) => text)}
        onAdd={(names) => view.setTraces([...specs, ...names.map((text) => ({ kind: "pv" as const, text }))])}
      />
      <div className={classes.group}>
        <SegmentedControl
          size="xs"
          aria-label="Range"
          data={PRESETS.map(({ span, label }) => ({ value: span, label }))}
          value={preset}
          onChange={(span) => show({ from: `now-${span}`, to: "now" })}
        />
        <RangeForm range={range} onShow={show} />
      </div>
      <div className={classes.group}>
        <Tooltip label="Undo">
          <ActionIcon aria-label="Undo" disabled={!view.canUndo} onClick={view.undo}>
            <IconArrowBackUp size={17} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Redo">
          <ActionIcon aria-label="Redo" disabled={!view.canRedo} onClick={view.redo}>
            <IconArrowForwardUp size={17} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Back to the last range (double click)">
          <ActionIcon aria-label="Back to the last range" disabled={zooms.past.length === 0} onClick={back}>
            <IconArrowLeft size={17} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Forward to the range after this">
          <ActionIcon
            aria-label="Forward to the next range"
            disabled={zooms.future.length === 0}
            onClick={forward}
          >
            <IconArrowRight size={17} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Show twice as much">
          <ActionIcon aria-label="Zoom out" onClick={widen}>
            <IconZoomOut size={17} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={live ? "Stop the chart here" : "Follow the newest values"}>
          <Button
            variant={live ? "light" : "default"}
            aria-pressed={live}
            leftSection={live ? <IconPlayerPause size={14} /> : <IconPlayerPlay size={14} />}
            onClick={live ? pause : follow}
          >
            Live
          </Button>
        </Tooltip>
      </div>
    </div>
  );
}
