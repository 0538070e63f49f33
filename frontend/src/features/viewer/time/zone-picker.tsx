import { Select } from "@mantine/core";
import { useMemo } from "react";
import { LOCAL, type Zone } from "@/shared/time/zone";

const MOST = 60;

interface Props {
  zone: Zone;
  onChange(name: string | undefined): void;
}

/** Chooses the zone in which the viewer shows times: the browser's, UTC, or any. */
export function ZonePicker({ zone, onChange }: Props) {
  const names = useMemo(() => [...new Set([LOCAL.name, "UTC", ...Intl.supportedValuesOf("timeZone")])], []);
  return (
    <Select
      size="xs"
      label="Zone"
      data={names.map((name) => ({
        value: name,
        label: name === LOCAL.name ? `Local (${name})` : name,
      }))}
      value={zone.name}
      onChange={(name) => name && onChange(name === LOCAL.name ? undefined : name)}
      searchable
      allowDeselect={false}
      limit={MOST}
      comboboxProps={{ withinPortal: false }}
    />
  );
}
