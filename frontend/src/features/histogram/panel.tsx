import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { useStatistics } from "@/features/statistics/queries";
import type { PanelProps } from "@/features/viewer/panels/registry";
import { ErrorNote } from "@/shared/ui/error-note";
import classes from "@/shared/ui/panel.module.css";
import { Chart } from "./chart";
import own from "./panel.module.css";

type By = "held" | "samples";

/** How the values of each trace are spread over what is shown. */
export default function Histograms({ view, traces }: PanelProps) {
  const [by, setBy] = useState<By>("held");
  const numbers = traces.filter(({ kind }) => kind === "number");
  const { rows, error, retry } = useStatistics(numbers, view.range, view.live);
  if (numbers.length === 0) {
    return <p className={classes.note}>Add a PV of numbers: here one sees how its values are spread.</p>;
  }
  return (
    <div>
      <div className={classes.bar}>
        <SegmentedControl
          size="xs"
          aria-label="What counts"
          data={[
            { value: "held", label: "Time at each value" },
            { value: "samples", label: "Samples" },
          ]}
          value={by}
          onChange={(value) => setBy(value as By)}
        />
      </div>
      {error && <ErrorNote error={error} onRetry={retry} />}
      <div className={own.grid}>
        {rows.map(({ trace, statistics }) => (
          <Chart key={trace.id} trace={trace} statistics={statistics} by={by} />
        ))}
      </div>
    </div>
  );
}
