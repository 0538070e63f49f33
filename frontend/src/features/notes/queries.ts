import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answerOf, configApi } from "@/api/clients";
import { againIn } from "@/api/problems";
import { useSession } from "@/features/session/provider";
import { useMay, useMe } from "@/features/session/queries";
import { resolveRange, type TimeRange } from "@/shared/time/range";
import { type TimedNote, timed } from "./notes";

const KEY = "notes";
const LIVE_MS = 15_000;
const CALM_MS = 60_000;
const NONE: TimedNote[] = [];

/** The notes of a range; what can't be read is left out. */
export function useNotes(range: TimeRange, live: boolean): TimedNote[] {
  const { data } = useQuery({
    queryKey: [KEY, range.from, range.to],
    queryFn: async ({ signal }) => {
      const now = Date.now();
      const [start, stop] = resolveRange(range, now) ?? [now, now];
      const query = { since: new Date(start).toISOString(), until: new Date(stop).toISOString() };
      const asked = configApi.GET("/v1/notes", { params: { query }, signal });
      return (await answerOf("Reading the notes", asked)).notes.map(timed);
    },
    placeholderData: (previous) => previous,
    refetchInterval: ({ state }) => againIn(state.error, live ? LIVE_MS : CALM_MS),
  });
  return data ?? NONE;
}

/** Whether to offer to change a note: its own author's, and everybody's to who may configure. */
export function useMayChangeNote(): (note: TimedNote) => boolean {
  const me = useMe();
  const operates = useMay("operate");
  const configures = useMay("configure");
  return ({ by }) => operates && (configures || by === me?.name);
}

/** A note as it is to be; times are ISO 8601. */
export interface NoteDraft {
  start: string;
  stop: string | null;
  text: string;
}

/** Writing, changing and deleting notes; each asks to log in where that is needed. */
export function useNoteActions() {
  const cache = useQueryClient();
  const { guard } = useSession();
  const onSuccess = () => cache.invalidateQueries({ queryKey: [KEY] });
  const put = useMutation({
    mutationFn: ({ note, draft }: { note: TimedNote | null; draft: NoteDraft }) =>
      guard(() => {
        if (note === null) return answerOf("Writing the note", configApi.POST("/v1/notes", { body: draft }));
        const params = { path: { number: note.id }, header: { "if-match": `"${note.version}"` } };
        const asked = configApi.PUT("/v1/notes/{number}", { params, body: draft });
        return answerOf("Changing the note", asked);
      }),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: ({ id, version }: TimedNote) =>
      guard(() => {
        const params = { path: { number: id }, header: { "if-match": `"${version}"` } };
        return answerOf("Deleting the note", configApi.DELETE("/v1/notes/{number}", { params }));
      }),
    onSuccess,
  });
  return { put, remove };
}
