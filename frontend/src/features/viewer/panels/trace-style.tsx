import {
  Popover,
  SegmentedControl,
  Stack,
  Switch,
  TextInput,
  UnstyledButton,
  useComputedColorScheme,
} from "@mantine/core";
import { type ReactNode, useState } from "react";
import { COLOURS, penOf } from "@/shared/chart/palette";
import { Swatch } from "@/shared/chart/swatch";
import type { Drawing, TraceSpec } from "../model/trace-spec";
import type { ViewerTrace } from "../traces";
import classes from "./trace-style.module.css";

interface Props {
  trace: Pick<ViewerTrace, "spec" | "kind" | "title">;
  onChange(patch: { [K in keyof TraceSpec]?: TraceSpec[K] | undefined }): void;
  children: ReactNode;
}

/** A button that shows how a trace is drawn, and below it what changes that. */
export function TraceStyle({ trace, onChange, children }: Props) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" withArrow trapFocus>
      <Popover.Target>
        <UnstyledButton
          className={classes.swatch ?? ""}
          aria-label={`Style of ${trace.title}`}
          onClick={() => setOpened(!opened)}
        >
          {children}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <StyleForm trace={trace} onChange={onChange} />
      </Popover.Dropdown>
    </Popover>
  );
}

function StyleForm({ trace, onChange }: Omit<Props, "children">) {
  const { spec, kind } = trace;
  const scheme = useComputedColorScheme("light");
  const [label, setLabel] = useState(spec.label ?? "");
  const [axis, setAxis] = useState(spec.axis ?? "");
  return (
    <Stack gap="xs" w="17rem">
      <fieldset className={classes.colours}>
        <legend className="sr-only">Colour</legend>
        {Array.from({ length: 2 * COLOURS }, (_, i) => penOf(i, scheme)).map((pen, i) => (
          <UnstyledButton
            // biome-ignore lint/suspicious/noArrayIndexKey: a pen is its index
            key={i}
            className={classes.colour ?? ""}
            aria-label={`Colour ${(i % COLOURS) + 1}${i < COLOURS ? "" : ", dashed"}`}
            aria-pressed={spec.colour === i}
            onClick={() => onChange({ colour: spec.colour === i ? undefined : i })}
          >
            <Swatch pen={pen} />
          </UnstyledButton>
        ))}
      </fieldset>
      {kind === "number" && (
        <>
          <SegmentedControl
            size="xs"
            aria-label="Samples are joined"
            data={[
              { value: "", label: "As all" },
              { value: "step", label: "Steps" },
              { value: "line", label: "Lines" },
              { value: "points", label: "Points" },
            ]}
            value={spec.draw ?? ""}
            onChange={(draw) => onChange({ draw: draw === "" ? undefined : (draw as Drawing) })}
          />
          <TextInput
            size="xs"
            label="Axis"
            placeholder="that of its unit"
            value={axis}
            onChange={(event) => setAxis(event.currentTarget.value)}
            onBlur={() => onChange({ axis: axis.trim() || undefined })}
          />
        </>
      )}
      <TextInput
        size="xs"
        label="Name in the chart"
        placeholder={spec.text}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
        onBlur={() => onChange({ label: label.trim() || undefined })}
      />
      <Switch
        size="xs"
        label="Drawn"
        checked={!spec.hidden}
        onChange={(event) => onChange({ hidden: event.currentTarget.checked ? undefined : true })}
      />
    </Stack>
  );
}
