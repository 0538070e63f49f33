import { Chip, Group } from "@mantine/core";
import type { Scale } from "@/shared/chart/trace";
import { switchLog, type ViewerSearch } from "./search";

interface Placed {
  scale: Scale;
  usually: boolean;
}

interface Props {
  placed: readonly Placed[];
  search: ViewerSearch;
  onChange(next: ViewerSearch): void;
}

/** One switch for each numeric axis: logarithmic or not. */
export function LogSwitches({ placed, search, onChange }: Props) {
  const axes = new Map(placed.filter(({ scale }) => !scale.states).map((one) => [one.scale.key, one]));
  if (axes.size === 0) return null;
  return (
    <Group gap={6} justify="flex-end" px={8}>
      {[...axes.values()].map(({ scale, usually }) => {
        const unit = scale.key.slice("unit ".length);
        return (
          <Chip
            key={scale.key}
            size="xs"
            variant="outline"
            checked={scale.log}
            onChange={() => onChange({ log: switchLog(search.log, unit, usually) })}
          >
            log {scale.label || "(no unit)"}
          </Chip>
        );
      })}
    </Group>
  );
}
