import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useState } from "react";
import type { EngineStatus } from "@/api/types";
import { LoginDeclined } from "@/features/session/provider";
import { useMay } from "@/features/session/queries";
import { formatBytes, formatCount, formatRate } from "@/shared/format/value";
import { nsToMs } from "@/shared/pv/samples";
import { formatSpan } from "@/shared/time/format";
import { ErrorNote } from "@/shared/ui/error-note";
import { type Figure, Figures } from "./figures";
import { lossesOf } from "./losses";
import { useRestart } from "./queries";
import { Section } from "./section";
import { Threads } from "./threads";

interface Props {
  engine: EngineStatus;
  /** By how many bytes a day the archive grows; undefined: not known, or told elsewhere. */
  growth?: number | undefined;
}

/** One engine with its work threads. */
export function Engine({ engine, growth }: Props) {
  const losses = lossesOf(engine.counts.dropped);
  const operates = useMay("operate");
  const upMs = nsToMs(engine.now_ns) - nsToMs(engine.started_ns);
  return (
    <Section title={`Engine ${engine.collector}`} aside={operates && <Restart id={engine.collector} />}>
      <Figures
        figures={[
          { label: "Events", value: formatRate(engine.rate_hz), testId: "rate" },
          {
            label: "PVs connected",
            value: `${formatCount(engine.connected)} of ${formatCount(engine.pvs)}`,
            tone: engine.connected < engine.pvs ? "warning" : undefined,
            testId: "connected",
          },
          {
            label: "Archived",
            value: formatCount(engine.counts.archived ?? 0),
            note: `${formatCount(engine.counts.pending ?? 0)} on the way`,
            testId: "archived",
          },
          {
            label: "Lost",
            value: formatCount(losses.lost),
            note:
              losses.words ||
              (losses.leftOut > 0 ? `${formatCount(losses.leftOut)} left out as set` : "nothing"),
            tone: losses.lost > 0 ? "warning" : undefined,
            testId: "lost",
          },
          spoolFigure(engine),
          {
            label: "Archive grows",
            value: growth === undefined ? "–" : `${formatBytes(growth)}/day`,
            note: "estimated, all collectors",
            testId: "growth",
          },
          {
            label: "Processor",
            value: upMs > 0 ? `${((engine.cpu_s / upMs) * 1e5).toFixed(1)} %` : "–",
            note: "of one core since the start",
          },
          { label: "Memory", value: formatBytes(engine.rss_bytes) },
          {
            label: "Running for",
            value: formatSpan(upMs),
            note: `process ${engine.pid}, version ${engine.version}`,
          },
        ]}
      />
      {(engine.config_error || engine.config_source !== "config-api" || engine.callback === "python") && (
        <Stack gap={4} px={14} pb={12}>
          {engine.config_source === "disk" && (
            <Text size="sm" c="var(--cf-minor)">
              It archives its last good PV list. {engine.config_error}
            </Text>
          )}
          {engine.config_source === "config-api" && engine.config_error && (
            <Text size="sm" c="var(--cf-minor)">
              {engine.config_error}
            </Text>
          )}
          {engine.config_source === "none" && (
            <Text size="sm">It waits for its first PV list. {engine.config_error}</Text>
          )}
          {engine.callback === "python" && (
            <Text size="sm" c="dimmed">
              It runs on Python callbacks, which take about 20 000 events a second: the compiled one could not
              be built.
            </Text>
          )}
        </Stack>
      )}
      <Threads ns={engine.now_ns} threads={engine.threads} />
    </Section>
  );
}

/** What waits on disk for the archive, and how much room there is for more. */
function spoolFigure({ threads, counts, disk_free_bytes }: EngineStatus): Figure {
  const bytes = threads.reduce((sum, { spool_bytes = 0 }) => sum + spool_bytes, 0);
  const oldest = Math.max(...threads.map(({ spool_age_s }) => spool_age_s ?? 0), 0);
  const room = disk_free_bytes == null ? "" : `${formatBytes(disk_free_bytes)} free for it`;
  const waiting = `${formatCount(counts.spooled ?? 0)} events for ${formatSpan(oldest * 1e3)}`;
  return {
    label: "Spool",
    value: bytes > 0 ? formatBytes(bytes) : "empty",
    note: [bytes > 0 ? waiting : "", room].filter(Boolean).join("; "),
    tone: bytes > 0 ? "warning" : undefined,
    testId: "spool",
  };
}

function Restart({ id }: { id: string }) {
  const [asking, setAsking] = useState(false);
  const restart = useRestart();
  const close = () => {
    setAsking(false);
    restart.reset();
  };
  return (
    <>
      <Button variant="default" leftSection={<IconRefresh size={14} />} onClick={() => setAsking(true)}>
        Restart
      </Button>
      <Modal opened={asking} onClose={close} title={`Restart the engine of ${id}?`}>
        <Stack gap="sm">
          <Text size="sm">
            It writes what it holds, stops, and is started again. Until its PVs are connected anew, a few
            seconds, what they do is not recorded; the archive says so.
          </Text>
          {restart.error && !(restart.error instanceof LoginDeclined) && <ErrorNote error={restart.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus>
              Let it run
            </Button>
            <Button loading={restart.isPending} onClick={() => restart.mutate(id, { onSuccess: close })}>
              Restart
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
