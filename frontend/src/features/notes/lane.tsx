import { Button, Popover, UnstyledButton } from "@mantine/core";
import { IconNote } from "@tabler/icons-react";
import type { Area } from "@/shared/chart/options";
import { useShown, type Viewport, type Window } from "@/shared/chart/viewport";
import { formatStamp } from "@/shared/time/format";
import { useZone } from "@/shared/time/zone";
import classes from "./lane.module.css";
import { type NoteMark, noteMarks, placeOf, shortened, type TimedNote } from "./notes";
import { useMayChangeNote } from "./queries";

const APART_PX = 22;

interface Props {
  notes: readonly TimedNote[];
  window: Window;
  viewport: Viewport;
  area: Area;
}

/** A mark for each note above the chart; what is said is told on hover, and opens to be read and changed. */
export function NotesLane({
  notes,
  window: told,
  viewport,
  area,
  onChange,
}: Props & { onChange(note: TimedNote): void }) {
  const [start, stop] = useShown(viewport, told);
  const perPx = (stop - start) / Math.max(1, area.width);
  const marks = noteMarks(notes, start, stop, APART_PX * perPx);
  if (marks.length === 0 || area.width === 0) return null;
  return (
    <ul className={classes.lane} style={{ marginLeft: area.left, width: area.width }} aria-label="Notes">
      {marks.map((mark) => (
        <li key={mark.notes[0]?.id} style={{ left: (mark.time - start) / perPx }}>
          <Mark mark={mark} onChange={onChange} />
        </li>
      ))}
    </ul>
  );
}

function Mark({ mark: { notes }, onChange }: { mark: NoteMark; onChange(note: TimedNote): void }) {
  const zone = useZone();
  const mayChange = useMayChangeNote();
  const said = notes.map(({ text, by }) => `${text} (${by})`).join("\n");
  return (
    <Popover position="bottom" withArrow trapFocus>
      <Popover.Target>
        <UnstyledButton
          className={classes.mark ?? ""}
          title={said}
          aria-label={`${notes.length === 1 ? "Note" : `${notes.length} notes`}: ${shortened(said)}`}
        >
          <IconNote size={12} aria-hidden="true" />
          {notes.length > 1 && <span aria-hidden="true">{notes.length}</span>}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.list ?? ""}>
        {notes.map((note) => (
          <article key={note.id}>
            <p className={classes.text}>{note.text}</p>
            <p className={classes.dim}>
              {formatStamp(note.start, zone)}
              {note.stop !== null && ` to ${formatStamp(note.stop, zone)}`}, {note.by}
              {note.changed_by !== note.by && `, changed by ${note.changed_by}`}
            </p>
            {mayChange(note) && (
              <Button size="compact-xs" variant="default" onClick={() => onChange(note)}>
                Change…
              </Button>
            )}
          </article>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}

/** The lines and bands of notes across the chart; what they say is at their marks. */
export function NoteLines({ notes, window: told, viewport, area }: Props) {
  const [start, stop] = useShown(viewport, told);
  if (area.width === 0) return null;
  return (
    <div className={classes.over} style={{ left: area.left, width: area.width }} aria-hidden="true">
      {notes.map((note) => {
        const place = placeOf(note, start, stop);
        return (
          place && (
            <div
              key={note.id}
              className={note.stop === null ? classes.line : classes.band}
              data-note={note.id}
              style={{ left: `${place.left * 100}%`, width: `${place.width * 100}%` }}
            />
          )
        );
      })}
    </div>
  );
}
