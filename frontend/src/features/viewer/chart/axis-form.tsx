import {
  Button,
  NumberInput,
  Popover,
  SegmentedControl,
  Select,
  TextInput,
  UnstyledButton,
} from "@mantine/core";
import { useState } from "react";
import { MOST_PANELS, type withAxis } from "../model/axis-spec";
import classes from "./axis-bar.module.css";
import type { PlacedAxis } from "./place";

type Patch = Parameters<typeof withAxis>[2];

interface Props {
  axis: PlacedAxis;
  onChange(patch: Patch): void;
}

const limit = (value: number | string): number | undefined => (typeof value === "number" ? value : undefined);

/** Say what was chosen of an axis. */
function said({ log, cut, min, max, panel }: PlacedAxis): string {
  const limits = min === undefined && max === undefined ? "" : `${min ?? "auto"} … ${max ?? "auto"}`;
  const where = panel > 0 ? `panel ${panel + 1}` : "";
  return [log ? "log" : "", limits, where, cut ? "only above 0" : ""].filter(Boolean).join(", ");
}

/** A button that names an axis, and below it the form that changes it. */
export function AxisForm({ axis, onChange }: Props) {
  const [opened, setOpened] = useState(false);
  const name = axis.label || "no unit";
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" withArrow trapFocus>
      <Popover.Target>
        <UnstyledButton
          className={classes.axis ?? ""}
          aria-label={`Axis ${name}`}
          onClick={() => setOpened(!opened)}
        >
          {axis.colour && (
            <span className={classes.dot} style={{ background: axis.colour }} aria-hidden="true" />
          )}
          {name} <span className={classes.said}>{said(axis)}</span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Limits axis={axis} onChange={onChange} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Limits({ axis, onChange }: Props) {
  const [min, setMin] = useState<number | string>(axis.min ?? "");
  const [max, setMax] = useState<number | string>(axis.max ?? "");
  const [label, setLabel] = useState(axis.label);
  const commit = () =>
    onChange({ min: limit(min), max: limit(max), label: label === "" ? undefined : label });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        commit();
      }}
    >
      <SegmentedControl
        size="xs"
        aria-label="Scale"
        data={[
          { value: "linear", label: "Linear" },
          { value: "log", label: "Log" },
        ]}
        value={axis.log ? "log" : "linear"}
        onChange={(scale) => {
          const log = scale === "log";
          onChange({ log: log === axis.usuallyLog ? undefined : log });
        }}
      />
      <SegmentedControl
        size="xs"
        aria-label="Side"
        data={[
          { value: "", label: "Auto" },
          { value: "left", label: "Left" },
          { value: "right", label: "Right" },
        ]}
        value={axis.side ?? ""}
        onChange={(side) => onChange({ side: side === "left" || side === "right" ? side : undefined })}
      />
      <NumberInput
        size="xs"
        label="From"
        placeholder="automatic"
        value={min}
        onChange={setMin}
        onBlur={commit}
        hideControls
      />
      <NumberInput
        size="xs"
        label="To"
        placeholder="automatic"
        value={max}
        onChange={setMax}
        onBlur={commit}
        hideControls
      />
      <TextInput
        size="xs"
        label="Label"
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
        onBlur={commit}
      />
      <Select
        size="xs"
        label="Panel"
        data={Array.from({ length: MOST_PANELS }, (_, i) => ({ value: String(i), label: String(i + 1) }))}
        value={String(axis.panel)}
        onChange={(panel) => onChange({ panel: panel === null || panel === "0" ? undefined : Number(panel) })}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
      />
      <Button
        className={classes.wide ?? ""}
        variant="default"
        onClick={() => {
          setMin("");
          setMax("");
          onChange({ min: undefined, max: undefined });
        }}
      >
        Automatic range
      </Button>
    </form>
  );
}
