import { ActionIcon, Button, SegmentedControl, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconPlayerPause, IconPlayerPlay, IconZoomOut } from "@tabler/icons-react";
import { PvPicker } from "@/shared/pv/picker";
import { RangeForm } from "./range-form";
import { PRESETS, spanOf } from "./search";
import classes from "./toolbar.module.css";
import type { View } from "./view";

/** Which PVs, which time, live or not. */
export function Toolbar({ view }: { view: View }) {
  const { pvs, range, live, depth, change, show, back, widen } = view;
  const preset = PRESETS.find(({ span }) => range.to === "now" && range.from === `now-${span}`)?.span ?? "";
  const endsNow = spanOf(range) !== null;
  return (
    <div className={classes.toolbar}>
      <PvPicker chosen={pvs} onAdd={(names) => change({ pv: [...new Set([...pvs, ...names])] })} />
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
        <Tooltip label={depth > 0 ? "Back to the last range (double click)" : "There is no earlier range"}>
          <ActionIcon aria-label="Back to the last range" disabled={depth === 0} onClick={back}>
            <IconArrowBackUp size={17} />
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
            onClick={() => (endsNow ? change({ paused: live ? true : undefined }) : view.reset())}
          >
            Live
          </Button>
        </Tooltip>
      </div>
    </div>
  );
}
