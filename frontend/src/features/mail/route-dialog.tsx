import {
  Button,
  Checkbox,
  Chip,
  Group,
  Modal,
  Select,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { MailRoute, MailRoutes } from "@/api/types";
import { LoginDeclined } from "@/features/session/provider";
import { ErrorNote } from "@/shared/ui/error-note";
import { DAYS, type Draft, draftOf, emptyDraft, isComplete, routeOf, USUAL } from "./draft";
import classes from "./mail.module.css";
import type { RoutesChange } from "./queries";

interface Props {
  route: MailRoute | null;
  change: RoutesChange;
  onClose(): void;
}

const SEVERITIES = [
  { value: "minor", label: "Degraded and down, MINOR and MAJOR" },
  { value: "major", label: "Only down, and MAJOR" },
];
const UNLESS = [
  { value: "major", label: "Wait, but for those of what is down or MAJOR" },
  { value: "minor", label: "Come all the same" },
  { value: "none", label: "Wait, all of them" },
];

const zones = () => ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
const here = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Give the routes with one in the place of the one that had that name, or without it. */
function replaced(routes: MailRoutes, name: string | undefined, by: MailRoute | null): MailRoutes {
  const at = routes.routes.findIndex((each) => each.name === name);
  const all = [...routes.routes];
  if (at < 0) all.push(...(by ? [by] : []));
  else all.splice(at, 1, ...(by ? [by] : []));
  return { ...routes, routes: all };
}

/** Adds a route or changes one. */
export function RouteDialog({ route, change, onClose }: Props) {
  const [draft, setDraft] = useState<Draft>(() => (route ? draftOf(route) : emptyDraft(here())));
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const close = () => {
    change.reset();
    onClose();
  };
  const save = (by: MailRoute | null) =>
    change.mutate((routes) => replaced(routes, route?.name, by), { onSuccess: close });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save(routeOf(draft));
  };
  return (
    <Modal opened onClose={close} title={route ? `Mail to ${route.name}` : "Who else is told"} size="lg">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Name"
            placeholder="on call"
            value={draft.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
            required
            data-autofocus
          />
          <TagsInput
            label="Addresses"
            description="Enter after each"
            placeholder={draft.to.length === 0 ? "operator@example.org" : ""}
            splitChars={[",", ";", " "]}
            acceptValueOnBlur
            value={draft.to}
            onChange={(to) => set({ to })}
            required
          />
          <Select
            label="Of what"
            data={SEVERITIES}
            value={draft.severity}
            allowDeselect={false}
            onChange={(severity) => set({ severity: severity as Draft["severity"] })}
          />
          <TagsInput
            label="Of these parts only"
            description="Names or globs, as the tables on this page have them; none: of all"
            data={USUAL}
            acceptValueOnBlur
            value={draft.components}
            onChange={(components) => set({ components })}
          />
          <div className={classes.fields}>
            <TextInput
              label="If nobody acknowledges for, min"
              inputMode="decimal"
              placeholder="at once"
              value={draft.afterMin}
              onChange={(event) => set({ afterMin: event.currentTarget.value })}
            />
            <TextInput
              label="Again every, min"
              inputMode="decimal"
              placeholder="never"
              value={draft.remindMin}
              onChange={(event) => set({ remindMin: event.currentTarget.value })}
            />
            <Select
              label="Time zone"
              data={zones()}
              value={draft.timeZone}
              searchable
              allowDeselect={false}
              onChange={(timeZone) => set({ timeZone: timeZone ?? "UTC" })}
            />
          </div>
          <Checkbox
            label="There are quiet hours"
            checked={draft.quiet}
            onChange={(event) => set({ quiet: event.currentTarget.checked })}
          />
          {draft.quiet && <QuietHours draft={draft} set={set} />}
          {change.error && !(change.error instanceof LoginDeclined) && <ErrorNote error={change.error} />}
          <Group justify="space-between">
            {route ? (
              <Button variant="subtle" color="red" onClick={() => save(null)}>
                Delete
              </Button>
            ) : (
              <span />
            )}
            <Button type="submit" loading={change.isPending} disabled={!isComplete(draft)}>
              {route ? "Save" : "Add"}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** From when to when, on which days, and what is mailed all the same. */
function QuietHours({ draft, set }: { draft: Draft; set(part: Partial<Draft>): void }) {
  return (
    <Stack gap="sm" className={classes.quiet ?? ""}>
      <div className={classes.fields}>
        <TextInput
          type="time"
          label="From"
          value={draft.start}
          onChange={(event) => set({ start: event.currentTarget.value })}
          required
        />
        <TextInput
          type="time"
          label="To"
          value={draft.stop}
          onChange={(event) => set({ stop: event.currentTarget.value })}
          required
        />
      </div>
      <Select
        label="Mails meanwhile"
        data={UNLESS}
        value={draft.unless}
        allowDeselect={false}
        onChange={(unless) => set({ unless: unless as Draft["unless"] })}
      />
      <div>
        <Text size="sm" fw={500} mb={4}>
          Begin on
        </Text>
        <Chip.Group multiple value={draft.days} onChange={(days) => set({ days: days as Draft["days"] })}>
          <Group gap={4}>
            {DAYS.map(({ value, label }) => (
              <Chip key={value} value={value} size="xs">
                {label}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        {draft.days.length === 0 && (
          <Text size="xs" c="dimmed" mt={4}>
            Every day, as none is chosen
          </Text>
        )}
      </div>
    </Stack>
  );
}
