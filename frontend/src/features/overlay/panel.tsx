import { Button, Checkbox, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { traceId } from "@/features/viewer/model/trace-spec";
import type { PanelProps } from "@/features/viewer/panels/registry";
import classes from "@/shared/ui/panel.module.css";
import { isOver, present, shiftOf, shiftsOf, shiftWords, withOverlay } from "./overlays";

/** Lays traces over what they were before: yesterday, last week, or any time ago. */
export default function Overlay({ view, traces }: PanelProps) {
  const { specs, setTraces } = view;
  const [typed, setTyped] = useState("");
  const [wanted, setWanted] = useState<readonly string[]>([]);
  const [refused, setRefused] = useState(false);
  const shifts = shiftsOf([...specs, ...wanted.map((shift) => ({ kind: "pv" as const, text: "", shift }))]);
  const mine = present(specs);
  const titles = new Map(traces.map(({ id, title }) => [id, title]));
  const add = (event: FormEvent) => {
    event.preventDefault();
    const shift = shiftOf(typed);
    setRefused(shift === null);
    if (shift === null) return;
    setWanted([...wanted, shift]);
    setTyped("");
    // Of one trace it is plain which is meant.
    if (mine.length === 1 && mine[0]) setTraces(withOverlay(specs, mine[0], shift, true));
  };
  return (
    <div>
      <div className={classes.scroll}>
        <table className={classes.table} aria-label="Overlays">
          <thead>
            <tr>
              <th scope="col">Trace</th>
              {shifts.map((shift) => (
                <th key={shift} scope="col">
                  {shiftWords(shift)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {mine.map((spec) => (
              <tr key={traceId(spec)}>
                <th scope="row">{titles.get(traceId(spec)) ?? spec.text}</th>
                {shifts.map((shift) => (
                  <td key={shift}>
                    <Checkbox
                      size="xs"
                      aria-label={`${spec.text}, ${shiftWords(shift)}`}
                      checked={isOver(specs, spec, shift)}
                      onChange={(event) =>
                        setTraces(withOverlay(specs, spec, shift, event.currentTarget.checked))
                      }
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <form className={classes.bar} onSubmit={add}>
        <TextInput
          size="xs"
          w="12rem"
          label="Another shift"
          placeholder="2d, 1d12h, 4w, …"
          value={typed}
          error={refused && "Write it as 2d, 1d12h or 30m."}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setRefused(false);
          }}
        />
        <Button type="submit" variant="default">
          Add the column
        </Button>
      </form>
      <p className={classes.note}>
        A ticked trace is drawn once more as it was so long before, dashed and in its own colour, on the same
        axes. It moves along with the chart; statistics and exports tell it apart.
      </p>
    </div>
  );
}
