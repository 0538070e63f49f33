import { Button, Group, Popover, Stack, Text, TextInput } from "@mantine/core";
import { IconCalendarTime } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { formatSecond } from "@/shared/time/format";
import { isRelative, resolveRange, resolveTime, type TimeRange } from "@/shared/time/range";

/** Give a time as it is typed: relative ones as they are, others in the browser's zone. */
function typed(text: string): string {
  const time = isRelative(text) ? null : resolveTime(text, 0);
  return time === null ? text : formatSecond(time);
}

/** Give what was typed as it goes into the address, or null where it means no time. */
function meant(text: string): string | null {
  const trimmed = text.trim();
  if (resolveTime(trimmed, 0) === null) return null;
  return isRelative(trimmed) ? trimmed : new Date(trimmed.replace(" ", "T")).toISOString();
}

interface Props {
  range: TimeRange;
  onShow(range: TimeRange): void;
}

/** Chooses any range: `now-2h`, or a date and time. */
export function RangeForm({ range, onShow }: Props) {
  const [opened, setOpened] = useState(false);
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [complaint, setComplaint] = useState<string | null>(null);
  const open = () => {
    setFrom(typed(range.from));
    setTo(typed(range.to));
    setComplaint(null);
    setOpened(!opened);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = { from: meant(from), to: meant(to) };
    if (wanted.from === null || wanted.to === null) {
      setComplaint("Write times as now-2h or 2026-03-01 14:30:00.");
    } else if (!resolveRange(wanted as TimeRange, Date.now())) {
      setComplaint("The range ends before it begins.");
    } else {
      onShow(wanted as TimeRange);
      setOpened(false);
    }
  };
  const label =
    isRelative(range.from) && range.to === "now" ? "Range…" : `${typed(range.from)} → ${typed(range.to)}`;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" withArrow trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconCalendarTime size={14} />}
          onClick={open}
          aria-expanded={opened}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={submit}>
          <Stack gap="xs">
            <Group gap="xs" align="end">
              <TextInput
                size="xs"
                label="From"
                value={from}
                onChange={(event) => setFrom(event.currentTarget.value)}
                data-autofocus
              />
              <TextInput
                size="xs"
                label="To"
                value={to}
                onChange={(event) => setTo(event.currentTarget.value)}
              />
            </Group>
            <Text
              size="xs"
              c={complaint ? "var(--cf-major)" : "dimmed"}
              role={complaint ? "alert" : undefined}
            >
              {complaint ?? "now-2h, now-1d12h, or a date and time in this browser’s zone."}
            </Text>
            <Button type="submit">Show</Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
