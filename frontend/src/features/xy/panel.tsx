import { ActionIcon, Select, Tooltip } from "@mantine/core";
import { IconArrowsExchange } from "@tabler/icons-react";
import { useMemo } from "react";
import type { PanelProps } from "@/features/viewer/panels/registry";
import type { ViewerTrace } from "@/features/viewer/traces";
import { displayUnit } from "@/shared/chart/scales";
import { formatCount, formatNumber } from "@/shared/format/value";
import { formatSecond } from "@/shared/time/format";
import { useZone } from "@/shared/time/zone";
import classes from "@/shared/ui/panel.module.css";
import { alignByHold, fitOf } from "./align";
import own from "./panel.module.css";
import { Scatter } from "./scatter";

const axisLabel = ({ title, info }: ViewerTrace): string => {
  const unit = displayUnit(info?.metadata?.egu);
  return unit ? `${title} (${unit})` : title;
};

/** One trace against another, coloured by time. */
export default function Xy({ view, traces, window: [start, stop] }: PanelProps) {
  const zone = useZone();
  const numbers = traces.filter(({ kind }) => kind === "number" || kind === "enum");
  const [first, second] = view.search.xy ?? [];
  const x = numbers.find(({ id }) => id === first) ?? numbers[0];
  const y = numbers.find(({ id }) => id === second) ?? numbers.find((one) => one !== x) ?? x;
  const pairs = useMemo(
    () => (x && y ? alignByHold(x.steps, y.steps, start, stop) : null),
    [x?.steps, y?.steps, start, stop, x, y],
  );
  const fit = useMemo(() => pairs && fitOf(pairs), [pairs]);
  if (!x || !y || !pairs || numbers.length < 2) {
    return <p className={classes.note}>Add a second PV of numbers: here one is drawn against the other.</p>;
  }
  const choose = (idX: string, idY: string) => view.adjust({ xy: [idX, idY] });
  const data = numbers.map(({ id, title }) => ({ value: id, label: title }));
  // Colours tell most where they are of the times that have points.
  const seen: [number, number] = [pairs.t[0] ?? start, pairs.t.at(-1) ?? stop];
  const binned = x.history?.bins || y.history?.bins;
  return (
    <div>
      <div className={classes.bar}>
        <Select
          size="xs"
          label="Across"
          allowDeselect={false}
          data={data}
          value={x.id}
          onChange={(id) => id && choose(id, y.id)}
        />
        <Tooltip label="Swap the two">
          <ActionIcon aria-label="Swap the two" onClick={() => choose(y.id, x.id)}>
            <IconArrowsExchange size={16} />
          </ActionIcon>
        </Tooltip>
        <Select
          size="xs"
          label="Up"
          allowDeselect={false}
          data={data}
          value={y.id}
          onChange={(id) => id && choose(x.id, id)}
        />
        <dl className={own.fit} data-testid="fit">
          <dt>Pairs</dt>
          <dd data-testid="pairs">{formatCount(pairs.t.length)}</dd>
          {fit && (
            <>
              <dt>Correlation</dt>
              <dd data-testid="correlation">{formatNumber(fit.correlation, 3)}</dd>
              <dt>Slope</dt>
              <dd data-testid="slope">{formatNumber(fit.slope)}</dd>
            </>
          )}
        </dl>
      </div>
      {pairs.t.length === 0 ? (
        <p className={classes.note}>At no time of what is shown are both known.</p>
      ) : (
        <Scatter
          pairs={pairs}
          fit={fit}
          labels={[axisLabel(x), axisLabel(y)]}
          span={seen}
          times={[formatSecond(seen[0], zone), formatSecond(seen[1], zone)]}
        />
      )}
      <p className={classes.note}>
        A point is what both held at a time at which one of them changed
        {binned && "; of bins it is their mean, so zoom in for each sample"}. Correlation and slope weigh each
        point with its time.
      </p>
    </div>
  );
}
