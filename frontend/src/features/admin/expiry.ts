import { formatDate } from "@/shared/time/format";

const DAY_MS = 86_400_000;
const SOON_DAYS = 30;

/** Say when something ends, and of what ends soon in how many days. */
export function expiry(at: string, now: number): string {
  const time = Date.parse(at);
  const days = Math.floor((time - now) / DAY_MS);
  const day = formatDate(time);
  if (time <= now) return `${day}, expired`;
  if (days >= SOON_DAYS) return day;
  return days === 0 ? `${day}, within a day` : `${day}, in ${days} ${days === 1 ? "day" : "days"}`;
}
