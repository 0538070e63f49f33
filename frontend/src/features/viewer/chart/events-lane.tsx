import { Popover, UnstyledButton } from "@mantine/core";
import type { Area } from "@/shared/chart/options";
import { useShown, type Viewport, type Window } from "@/shared/chart/viewport";
import { formatStamp } from "@/shared/time/format";
import { useZone } from "@/shared/time/zone";
import type { Happening } from "../events";
import classes from "./events-lane.module.css";
import { type Cluster, clusters, isBad, summary } from "./happenings";

/** No nearer than a finger, or a pointer that shakes, can tell apart. */
const APART_PX = 24;
const MOST = 30;

interface Props {
  events: readonly Happening[];
  window: Window;
  viewport: Viewport;
  area: Area;
}

/** Marks where something happened to the recording: connected, restarted, lost. */
export function EventsLane({ events, window: told, viewport, area }: Props) {
  const [start, stop] = useShown(viewport, told);
  const perPx = (stop - start) / Math.max(1, area.width);
  const marks = clusters(events, start, stop, APART_PX * perPx);
  if (marks.length === 0 || area.width === 0) return null;
  return (
    <ul className={classes.lane} style={{ marginLeft: area.left, width: area.width }} aria-label="Events">
      {marks.map((cluster) => (
        <li key={cluster.time} style={{ left: (cluster.time - start) / perPx }}>
          <Mark cluster={cluster} />
        </li>
      ))}
    </ul>
  );
}

function Mark({ cluster: { events, time } }: { cluster: Cluster }) {
  const zone = useZone();
  const bad = events.some(isBad);
  const words = summary(events);
  return (
    <Popover position="bottom" withArrow trapFocus>
      <Popover.Target>
        <UnstyledButton
          className={classes.mark ?? ""}
          data-bad={bad}
          title={`${formatStamp(time, zone)}  ${words}`}
          aria-label={`${words}, ${formatStamp(time, zone)}`}
        >
          <span aria-hidden="true">{events.length > 1 ? Math.min(99, events.length) : bad ? "!" : "i"}</span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.list ?? ""}>
        <table>
          <caption className="sr-only">Events of this time</caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Event</th>
              <th scope="col">PV</th>
              <th scope="col">What happened</th>
            </tr>
          </thead>
          <tbody>
            {events.slice(0, MOST).map((event, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: events never change, and two may be alike
              <tr key={i}>
                <td>{formatStamp(event.time, zone)}</td>
                <th scope="row">{event.kind}</th>
                <td>{event.pv}</td>
                <td>{event.detail}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {events.length > MOST && <p>and {events.length - MOST} more: zoom in to see them</p>}
      </Popover.Dropdown>
    </Popover>
  );
}
