import { ActionIcon, SegmentedControl, Select, TextInput, Tooltip } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconArrowsLeftRight, IconRefresh, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { MomentField } from "./moment-field";
import type { Question } from "./queries";
import { AGO, type CompareSearch, timeBefore } from "./search";
import classes from "./toolbar.module.css";

const WINDOWS = ["10m", "1h", "8h", "1d", "7d"];

interface Props {
  asked: Question;
  busy: boolean;
  onChange(next: CompareSearch): void;
  onRefresh(): void;
}

/** Which two times, and which PVs. */
export function Toolbar({ asked, busy, onChange, onRefresh }: Props) {
  const { time1, time2, window } = asked;
  const preset = AGO.find(({ ago }) => timeBefore(time2, ago) === time1)?.ago ?? "";
  return (
    <div className={classes.toolbar}>
      <div className={classes.group}>
        <MomentField label="First time" value={time1} onChange={(time) => onChange({ time1: time })} />
        <Tooltip label="Swap the two times">
          <ActionIcon
            className={classes.swap ?? ""}
            aria-label="Swap the two times"
            onClick={() => onChange({ time1: time2, time2: time1 })}
          >
            <IconArrowsLeftRight size={16} />
          </ActionIcon>
        </Tooltip>
        <MomentField label="Second time" value={time2} onChange={(time) => onChange({ time2: time })} />
        <SegmentedControl
          size="xs"
          aria-label="How long before"
          data={AGO.map(({ ago, label }) => ({ value: ago, label }))}
          value={preset}
          onChange={(ago) => onChange({ time1: timeBefore(time2, ago) })}
        />
      </div>
      <div className={classes.group}>
        <Typed
          label="PVs"
          placeholder="All, or SR:*:CURRENT"
          icon
          value={asked.search}
          onChange={(search) => onChange({ search: search || undefined })}
        />
        <Typed
          label="Group"
          placeholder="Any"
          value={asked.group}
          onChange={(group) => onChange({ group: group || undefined })}
        />
        <Select
          size="xs"
          w="7.25rem"
          label="Usual spread of"
          allowDeselect={false}
          data={[...new Set([...WINDOWS, window])].map((value) => ({ value, label: `${value} before` }))}
          value={window}
          onChange={(value) => value && onChange({ window: value })}
        />
        <Tooltip label="Compare again">
          <ActionIcon
            className={classes.swap ?? ""}
            aria-label="Compare again"
            loading={busy}
            onClick={onRefresh}
          >
            <IconRefresh size={16} />
          </ActionIcon>
        </Tooltip>
      </div>
    </div>
  );
}

interface TypedProps {
  label: string;
  placeholder: string;
  value: string;
  icon?: boolean;
  onChange(value: string): void;
}

/** A text that counts once one stops typing. */
function Typed({ label, placeholder, value, icon = false, onChange }: TypedProps) {
  const [text, setText] = useState(value);
  const settle = useDebouncedCallback((next: string) => onChange(next.trim()), 400);
  return (
    <TextInput
      size="xs"
      className={(icon ? classes.search : classes.short) ?? ""}
      label={label}
      placeholder={placeholder}
      leftSection={icon ? <IconSearch size={14} /> : null}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        settle(event.currentTarget.value);
      }}
    />
  );
}
