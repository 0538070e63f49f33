import { Button, SegmentedControl, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconAdjustmentsHorizontal, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import type { PvState } from "@/api/types";
import classes from "./page.module.css";
import { useLabels } from "./queries";
import type { Connection, PvsFilter } from "./search";

interface Props {
  filter: PvsFilter;
  onFilter(change: { [key in keyof PvsFilter]?: PvsFilter[key] | undefined }): void;
  /** Whether a phone shows all there is to set, not just the search. */
  more: boolean;
  onMore(more: boolean): void;
}

/** What the table shows: by name, state, connection, group and tag. */
export function Filters({ filter, onFilter, more, onMore }: Props) {
  const [typed, setTyped] = useState(filter.search ?? "");
  const labels = useLabels();
  const seek = useDebouncedCallback((text: string) => onFilter({ search: text || undefined }), 200);
  const counted = (kind: "groups" | "tags") =>
    (labels.data?.[kind] ?? []).map(({ name, pvs }) => ({ value: name, label: `${name} (${pvs})` }));
  const set = [filter.state, filter.connection, filter.group, filter.tag].filter(Boolean).length;
  return (
    <>
      <TextInput
        size="xs"
        className={classes.search ?? ""}
        aria-label="Search PVs"
        placeholder="Search, SR:*:CURRENT, or /^SR:.*I$/"
        leftSection={<IconSearch size={14} />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          seek(event.currentTarget.value.trim());
        }}
      />
      <Button
        className={classes.more ?? ""}
        variant={set > 0 ? "light" : "default"}
        aria-expanded={more}
        leftSection={<IconAdjustmentsHorizontal size={15} />}
        onClick={() => onMore(!more)}
      >
        {set > 0 ? `More (${set})` : "More"}
      </Button>
      <SegmentedControl
        className={classes.rest ?? ""}
        size="xs"
        aria-label="State"
        data={[
          { value: "", label: "All" },
          { value: "active", label: "Active" },
          { value: "paused", label: "Paused" },
        ]}
        value={filter.state ?? ""}
        onChange={(state) => onFilter({ state: (state || undefined) as PvState | undefined })}
      />
      <Select
        size="xs"
        w={150}
        className={classes.rest ?? ""}
        aria-label="Connection"
        placeholder="Any connection"
        clearable
        clearButtonProps={{ "aria-label": "Any connection" }}
        data={[
          { value: "connected", label: "Connected" },
          { value: "disconnected", label: "Away" },
          { value: "unknown", label: "Not known" },
        ]}
        value={filter.connection ?? null}
        onChange={(value) => onFilter({ connection: (value ?? undefined) as Connection | undefined })}
      />
      {(["groups", "tags"] as const).map((kind) => {
        const key = kind === "groups" ? "group" : "tag";
        const title = kind === "groups" ? "Group" : "Tag";
        return counted(kind).length > 0 || filter[key] ? (
          <Select
            key={kind}
            size="xs"
            w={150}
            className={classes.rest ?? ""}
            aria-label={title}
            placeholder={`Any ${key}`}
            searchable
            clearable
            clearButtonProps={{ "aria-label": `Any ${key}` }}
            data={counted(kind)}
            value={filter[key] ?? null}
            onChange={(value) => onFilter({ [key]: value ?? undefined })}
          />
        ) : null;
      })}
    </>
  );
}
