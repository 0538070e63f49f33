import type { HealthReport } from "@/api/types";

/** Say how many alarms there are: `2 alarms on PVs, 1 of them major`; nothing where there is none. */
export function alarmsInWords({ minor = 0, major = 0 }: HealthReport["alarms"]): string {
  const count = major + minor;
  if (count === 0) return "";
  if (count === 1) return `1 ${major ? "major" : "minor"} alarm on PVs`;
  if (major === 0 || minor === 0) return `${count} ${major ? "major" : "minor"} alarms on PVs`;
  return `${count} alarms on PVs, ${major} of them major`;
}
