import "@mantine/dates/styles.css";
import { DatePicker } from "@mantine/dates";
import { dayOf } from "@/shared/time/range";

interface Props {
  /** What the fields hold. */
  from: string;
  to: string;
  onChoose(from: string, to: string): void;
}

const DAY = 86_400_000;

const moved = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

/** Give the last day that a range covers: one that ends at midnight ends with the day before. */
function lastDay(to: string): string | null {
  const day = dayOf(to);
  return day && /00:00:00$/.test(to) ? moved(day, -1) : day;
}

/** Chooses whole days, from the first midnight to the one after the last. */
export default function Calendar({ from, to, onChoose }: Props) {
  const first = dayOf(from);
  const last = lastDay(to);
  return (
    <DatePicker
      type="range"
      size="xs"
      allowSingleDateInRange
      previousLabel="Month before"
      nextLabel="Next month"
      {...(first && { defaultDate: first })}
      defaultValue={first && last && first <= last ? [first, last] : [null, null]}
      onChange={([begin, end]) => {
        if (begin && end) onChoose(`${begin} 00:00:00`, `${moved(end, 1)} 00:00:00`);
      }}
    />
  );
}
