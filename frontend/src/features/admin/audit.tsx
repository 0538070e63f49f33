import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { Change } from "@/api/types";
import { Section } from "@/features/health/section";
import tables from "@/features/health/tables.module.css";
import { formatAge, formatSecond } from "@/shared/time/format";
import { useNow } from "@/shared/ui/clock";
import { ErrorNote } from "@/shared/ui/error-note";
import { differences } from "./differences";
import type { TabProps } from "./page";
import classes from "./page.module.css";
import { useAudit } from "./queries";
import { type AuditFilter, KINDS, PRIVATE, queryOf } from "./search";

/** Who changed what, newest first. */
export default function Audit({ administers }: TabProps) {
  const { tab: _, ...filter } = useSearch({ from: "/admin" });
  const audit = useAudit(queryOf(filter));
  const now = useNow(10_000);
  const changes = audit.data?.pages.flatMap((page) => page.changes) ?? [];
  return (
    <>
      <Filters filter={filter} administers={administers} />
      <Section title="Audit">
        {audit.error && <ErrorNote error={audit.error} onRetry={() => void audit.refetch()} />}
        {audit.data && changes.length === 0 && <p className={tables.note}>There is no such change.</p>}
        {changes.length > 0 && (
          <table className={`${tables.table} ${tables.cards}`}>
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Who</th>
                <th scope="col">What</th>
                <th scope="col">Change</th>
              </tr>
            </thead>
            <tbody>
              {changes.map((change) => (
                <Row key={change.id} change={change} now={now} />
              ))}
            </tbody>
          </table>
        )}
        {audit.hasNextPage && (
          <Button
            variant="subtle"
            m="xs"
            loading={audit.isFetchingNextPage}
            onClick={() => void audit.fetchNextPage()}
          >
            Show older changes
          </Button>
        )}
      </Section>
    </>
  );
}

const TEXTS = [
  ["name", "Of what", "SR:CURRENT"],
  ["by", "By whom", "ada"],
] as const;
const DAYS = [
  ["since", "From"],
  ["until", "To"],
] as const;

function Filters({ filter, administers }: { filter: AuditFilter; administers: boolean }) {
  const navigate = useNavigate({ from: "/admin" });
  const change = (to: { [key in keyof AuditFilter]?: string | undefined }) =>
    void navigate({ search: (now) => ({ ...now, ...to }), replace: true });
  const kinds = Object.entries(KINDS).filter(([kind]) => administers || !PRIVATE.has(kind));
  return (
    <search className={`${classes.toolbar} ${classes.filters}`} aria-label="Which changes">
      <Select
        size="xs"
        aria-label="Kind"
        placeholder="Everything"
        clearable
        clearButtonProps={{ "aria-label": "Everything" }}
        data={kinds.map(([value, label]) => ({ value, label }))}
        value={filter.kind ?? null}
        onChange={(kind) => change({ kind: kind ?? undefined })}
      />
      {TEXTS.map(([key, label, example]) => (
        <Typed
          key={key}
          label={label}
          example={example}
          value={filter[key]}
          onChange={(text) => change({ [key]: text })}
        />
      ))}
      {DAYS.map(([key, label]) => (
        <TextInput
          key={key}
          type="date"
          size="xs"
          aria-label={label}
          leftSection={<span className={classes.inside}>{label}</span>}
          leftSectionWidth={44}
          value={filter[key] ?? ""}
          onChange={({ currentTarget: { value } }) => change({ [key]: value || undefined })}
        />
      ))}
    </search>
  );
}

interface TypedProps {
  label: string;
  example: string;
  value: string | undefined;
  onChange(text: string | undefined): void;
}

/** A name that is looked for once it is typed. */
function Typed({ label, example, value, onChange }: TypedProps) {
  const [text, setText] = useState(value ?? "");
  const seek = useDebouncedCallback((next: string) => onChange(next.trim() || undefined), 300);
  return (
    <TextInput
      size="xs"
      aria-label={label}
      placeholder={`${label}: ${example}`}
      value={text}
      onChange={({ currentTarget: { value: next } }) => {
        setText(next);
        seek(next);
      }}
    />
  );
}

/** What was set otherwise; of what is gone, how it was. */
const said = ({ before, after }: Change): string =>
  (after ? differences(before ?? {}, after) : differences({}, before ?? {})).join("; ");

function Row({ change, now }: { change: Change; now: number }) {
  const at = Date.parse(change.at);
  return (
    <tr>
      <td className={tables.dim}>
        <time dateTime={change.at} title={formatAge(now - at)}>
          {formatSecond(at)}
        </time>
      </td>
      <td>{change.by}</td>
      <th scope="row">
        {change.kind.replace("_", " ")} {change.name} {change.action}
      </th>
      <td className={tables.wrap}>{said(change)}</td>
    </tr>
  );
}
