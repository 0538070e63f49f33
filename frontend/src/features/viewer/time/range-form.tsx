import { Button, Loader, Popover, Text, TextInput, UnstyledButton } from "@mantine/core";
import { IconCalendarTime } from "@tabler/icons-react";
import { type FormEvent, lazy, Suspense, useState } from "react";
import { formatSecond } from "@/shared/time/format";
import { faultOf, isRelative, parseIn, resolveTime, type TimeRange } from "@/shared/time/range";
import type { Zone } from "@/shared/time/zone";
import { calendarRanges, LASTS } from "../presets";
import classes from "./range-form.module.css";
import { ZonePicker } from "./zone-picker";

const Calendar = lazy(() => import("./calendar"));

/** Give a time as it is typed: relative ones as they are, others as the zone's clocks show them. */
function typed(text: string, zone: Zone): string {
  const time = isRelative(text) ? null : resolveTime(text, 0);
  return time === null ? text : formatSecond(time, zone);
}

/** Give what was typed as it goes into the address, or null where it means no time. */
export function meant(text: string, zone: Zone): string | null {
  const trimmed = text.trim();
  if (isRelative(trimmed)) return resolveTime(trimmed, 0) === null ? null : trimmed;
  const time = parseIn(trimmed, zone);
  return time === null ? null : new Date(time).toISOString();
}

interface Props {
  range: TimeRange;
  /** What was asked for instead, and what is wrong with it; null: nothing is. */
  refused: { asked: TimeRange; fault: string } | null;
  zone: Zone;
  onShow(range: TimeRange): void;
  /** Without: the browser's. */
  onZone(name: string | undefined): void;
}

/** Chooses any range: `now-2h`, a date and time, days of the calendar; and the zone. */
export function RangeForm(props: Props) {
  const { range, zone, onShow } = props;
  const [opened, setOpened] = useState(false);
  const label =
    isRelative(range.from) && range.to === "now"
      ? "Range…"
      : `${typed(range.from, zone)} → ${typed(range.to, zone)}`;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" withArrow trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconCalendarTime size={14} />}
          onClick={() => setOpened(!opened)}
          aria-expanded={opened}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Form
          key={`${zone.name} ${props.refused?.fault}`}
          {...props}
          onShow={(next) => {
            onShow(next);
            setOpened(false);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function Form({ range, refused, zone, onShow, onZone }: Props) {
  const begun = refused?.asked ?? range;
  const [from, setFrom] = useState(() => typed(begun.from, zone));
  const [to, setTo] = useState(() => typed(begun.to, zone));
  const [complaint, setComplaint] = useState<string | null>(refused?.fault ?? null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = { from: meant(from, zone), to: meant(to, zone) };
    if (wanted.from === null || wanted.to === null) {
      setComplaint("Write times as now-2h or 2026-03-01 14:30:00.");
    } else {
      const fault = faultOf(wanted as TimeRange, Date.now());
      if (fault) setComplaint(fault);
      else onShow(wanted as TimeRange);
    }
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <div className={classes.presets}>
        {LASTS.map(({ span, label }) => (
          <Preset key={span} label={label} onClick={() => onShow({ from: `now-${span}`, to: "now" })} />
        ))}
        {calendarRanges(Date.now(), zone).map(({ label, range: one }) => (
          <Preset key={label} label={label} onClick={() => onShow(one)} />
        ))}
      </div>
      <div className={classes.fields}>
        <TextInput
          size="xs"
          label="From"
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
          data-autofocus
        />
        <TextInput size="xs" label="To" value={to} onChange={(event) => setTo(event.currentTarget.value)} />
        <Text
          size="xs"
          className={classes.wide ?? ""}
          c={complaint ? "var(--cf-major)" : "dimmed"}
          role={complaint ? "alert" : undefined}
        >
          {complaint ?? "now-2h, now-1d12h, or a date and time."}
        </Text>
        <div className={classes.wide}>
          <Suspense fallback={<Loader size="sm" />}>
            <Calendar
              from={from}
              to={to}
              onChoose={(first, last) => {
                setFrom(first);
                setTo(last);
              }}
            />
          </Suspense>
        </div>
        <ZonePicker zone={zone} onChange={onZone} />
        <Button type="submit" className={classes.show ?? ""}>
          Show
        </Button>
      </div>
    </form>
  );
}

const Preset = ({ label, onClick }: { label: string; onClick(): void }) => (
  <UnstyledButton className={classes.preset ?? ""} onClick={onClick}>
    {label}
  </UnstyledButton>
);
