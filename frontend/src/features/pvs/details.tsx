import {
  ActionIcon,
  Button,
  CloseButton,
  Drawer,
  Group,
  Stack,
  Tabs,
  Text,
  Title,
  Tooltip,
} from "@mantine/core";
import {
  IconChartLine,
  IconCircleCheck,
  IconPlayerPause,
  IconPlayerPlay,
  IconStethoscope,
  IconTrash,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { ApiProblem } from "@/api/problems";
import type { Pv } from "@/api/types";
import { differences } from "@/features/admin/differences";
import { Failed } from "@/features/session/failed";
import { useMay, useSessionState } from "@/features/session/queries";
import { formatAge } from "@/shared/time/format";
import { useNow } from "@/shared/ui/clock";
import { Coded } from "@/shared/ui/coded";
import { ErrorNote } from "@/shared/ui/error-note";
import classes from "./details.module.css";
import { Gone } from "./gone";
import { type PvActions, useDiagnosis, useHistory, usePv } from "./queries";
import { SettingsTab } from "./settings-tab";

const Purges = lazy(() => import("@/features/purges/panel"));

interface Props {
  name: string;
  actions: PvActions;
  onClose(): void;
}

/** All there is to know of a PV: whether it is archived and why not, its settings, who changed them. */
export function Details({ name, actions, onClose }: Props) {
  const pv = usePv(name);
  const operates = useMay("operate");
  const configures = useMay("configure");
  const administers = useSessionState()?.permissions.includes("administer") ?? false;
  const { batch } = actions;
  const gone = pv.error instanceof ApiProblem && pv.error.status === 404 ? pv.error : null;
  const found = gone ? undefined : pv.data;
  const paused = found?.state === "paused";
  return (
    <Drawer.Root opened onClose={onClose} position="right" size="lg">
      <Drawer.Overlay backgroundOpacity={0.45} />
      <Drawer.Content aria-label={name}>
        <Drawer.Body>
          <Stack gap="md">
            <div className={classes.head}>
              <Title order={2} size="h4" className={classes.title ?? ""}>
                {name}
              </Title>
              <CloseButton aria-label="Close" onClick={onClose} />
            </div>
            {gone ? (
              <Gone name={name} error={gone} batch={batch} onRetry={() => void pv.refetch()} />
            ) : (
              <Diagnosis name={name} />
            )}
            <Failed of={batch} />
            <Group gap="xs">
              <Button
                variant="default"
                leftSection={<IconChartLine size={15} />}
                renderRoot={(root) => <Link to="/viewer" search={{ pv: [name] }} {...root} />}
              >
                Open in the viewer
              </Button>
              {operates && found && (
                <Button
                  variant="default"
                  leftSection={paused ? <IconPlayerPlay size={15} /> : <IconPlayerPause size={15} />}
                  loading={batch.isPending}
                  onClick={() => batch.mutate({ action: paused ? "resume" : "pause", names: [name] })}
                >
                  {paused ? "Archive it again" : "Pause"}
                </Button>
              )}
              {configures && found && (
                <Tooltip label="What was recorded stays; the deletion can be undone for 30 days">
                  <ActionIcon
                    variant="default"
                    size="md"
                    aria-label={`Delete ${name}`}
                    onClick={() => {
                      onClose(); // what is gone is not asked for again
                      batch.mutate({ action: "delete", names: [name] });
                    }}
                  >
                    <IconTrash size={15} />
                  </ActionIcon>
                </Tooltip>
              )}
            </Group>
            {pv.error && !gone && <ErrorNote error={pv.error} onRetry={() => void pv.refetch()} />}
            {found && (
              <Tabs defaultValue="settings" keepMounted={false}>
                <Tabs.List>
                  <Tabs.Tab value="settings">Settings</Tabs.Tab>
                  <Tabs.Tab value="ioc">What its IOC says</Tabs.Tab>
                  <Tabs.Tab value="history">Changes</Tabs.Tab>
                  {administers && <Tabs.Tab value="purges">Purge</Tabs.Tab>}
                </Tabs.List>
                <Tabs.Panel value="settings" pt="md" keepMounted>
                  <SettingsTab pv={found} put={actions.put} editable={configures} />
                </Tabs.Panel>
                <Tabs.Panel value="ioc" pt="md">
                  <FromIoc pv={found} />
                </Tabs.Panel>
                <Tabs.Panel value="history" pt="md">
                  <History name={name} />
                </Tabs.Panel>
                {administers && (
                  <Tabs.Panel value="purges" pt="md">
                    <Suspense>
                      <Purges pv={found} />
                    </Suspense>
                  </Tabs.Panel>
                )}
              </Tabs>
            )}
          </Stack>
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Diagnosis({ name }: { name: string }) {
  const found = useDiagnosis(name);
  if (found.error) return <ErrorNote error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Text size="sm">Finding out whether it is archived…</Text>;
  const { archived, sentence, findings } = found.data;
  const Icon = archived ? IconCircleCheck : IconStethoscope;
  return (
    <section className={classes.diagnosis} data-archived={archived} aria-label="Diagnosis">
      <Icon size={18} aria-hidden="true" />
      <div>
        <p className={classes.sentence}>{sentence}</p>
        {findings.map((finding, i) => (
          <p key={`${finding.cause} ${finding.collector ?? ""}`} className={classes.advice}>
            {(i > 0 || finding.sentence !== sentence) && !sentence.includes(finding.sentence)
              ? `${finding.sentence} `
              : ""}
            {finding.advice && <Coded>{finding.advice}</Coded>}
          </p>
        ))}
      </div>
    </section>
  );
}

const range = (low: number | null | undefined, high: number | null | undefined): string | null =>
  low == null || high == null || low === high ? null : `${low} to ${high}`;

function FromIoc({ pv: { metadata, aliases } }: { pv: Pv }) {
  if (!metadata) {
    return (
      <Text size="sm" c="dimmed">
        Its IOC has not said anything yet: it says so when the PV connects.
      </Text>
    );
  }
  const facts: [string, string | null | undefined][] = [
    ["Type", `${metadata.native_type}${metadata.element_count > 1 ? `[${metadata.element_count}]` : ""}`],
    ["Unit", metadata.egu],
    ["Description", metadata.description],
    ["Display", range(metadata.display_low, metadata.display_high)],
    ["Warns outside", range(metadata.warning_low, metadata.warning_high)],
    ["Alarms outside", range(metadata.alarm_low, metadata.alarm_high)],
    ["States", metadata.enum_strings?.join(", ")],
    ["IOC", metadata.ioc_host],
    ["Other names", aliases?.join(", ")],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(
        ([term, fact]) =>
          fact && (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{fact}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

function History({ name }: { name: string }) {
  const changes = useHistory(name);
  const now = useNow(10_000);
  if (changes.error) return <ErrorNote error={changes.error} onRetry={() => void changes.refetch()} />;
  if (changes.data?.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Nobody has changed it since it was first added.
      </Text>
    );
  }
  return (
    <ol className={classes.history}>
      {(changes.data ?? []).map(({ id, at, by, action, before, after }) => (
        <li key={id}>
          <span>
            <strong>{by}</strong> {action} it{" "}
            <time title={at} className={classes.dim}>
              {formatAge(now - Date.parse(at))}
            </time>
          </span>
          <span className={classes.dim}>
            {(after ? differences(before ?? {}, after) : differences({}, before ?? {})).join("; ")}
          </span>
        </li>
      ))}
    </ol>
  );
}
