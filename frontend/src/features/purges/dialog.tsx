import { Button, Group, Modal, Radio, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Purge, Pv } from "@/api/types";
import { formatSecond } from "@/shared/time/format";
import { DangerButton } from "@/shared/ui/danger-button";
import { ErrorNote } from "@/shared/ui/error-note";
import { usePurgeActions } from "./queries";
import { fullHour, samplesOf } from "./words";

interface Props {
  pv: Pv;
  onClose(): void;
}

/** Orders data of a PV to be deleted for good: it says which, and has the PV's name typed. */
export default function PurgeDialog({ pv: { name, state }, onClose }: Props) {
  const paused = state === "paused";
  const { preview, order } = usePurgeActions(name);
  const [all, setAll] = useState(false);
  const [typed, setTyped] = useState("");
  const [reason, setReason] = useState("");
  const [again, setAgain] = useState("");
  const until = all ? null : fullHour(typed, Date.now());
  const meant = all || until !== null;
  const found = preview.data;
  const change = (what: () => void) => {
    what();
    setAgain("");
    preview.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = { until, reason: reason.trim() };
    if (found) order.mutate(wanted, { onSuccess: onClose });
    else preview.mutate(wanted);
  };
  return (
    <Modal opened onClose={onClose} title={`Purge data of ${name}`} size="md">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm">
            What is purged is deleted from the archive for good, samples and rollups. Its settings stay.
          </Text>
          <Radio.Group
            label="Which data"
            value={all ? "all" : "older"}
            onChange={(value) => change(() => setAll(value === "all"))}
          >
            <Stack gap={6} mt={4}>
              <Radio value="older" label="What is older than" />
              <TextInput
                type="datetime-local"
                step={3_600}
                ml="lg"
                aria-label="Older than"
                description="A full hour that is over, on this browser’s clock"
                disabled={all}
                value={typed}
                error={!all && typed !== "" && until === null && "a full hour that is over"}
                onChange={({ currentTarget: { value } }) => change(() => setTyped(value))}
              />
              <Radio
                value="all"
                disabled={!paused}
                label={paused ? "Everything" : "Everything: pause the PV first"}
              />
            </Stack>
          </Radio.Group>
          <TextInput
            label="Why"
            description="Said with the gap that is left, and in the audit"
            placeholder="wrong scale before the recalibration"
            maxLength={500}
            value={reason}
            onChange={({ currentTarget: { value } }) => setReason(value)}
          />
          {found && <Preview purge={found} />}
          {found && (
            <TextInput
              label={`Type ${name} to have it done`}
              autoComplete="off"
              spellCheck={false}
              value={again}
              onChange={({ currentTarget: { value } }) => setAgain(value)}
            />
          )}
          {(preview.error ?? order.error) && <ErrorNote error={preview.error ?? order.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            {found ? (
              <DangerButton loading={order.isPending} disabled={again.trim() !== name}>
                Purge for good
              </DangerButton>
            ) : (
              <Button type="submit" loading={preview.isPending} disabled={!meant}>
                What would be deleted?
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Preview({ purge: { before, names, holdings, detail } }: { purge: Purge }) {
  const firsts = (holdings ?? []).flatMap(({ first_ns }) => first_ns ?? []);
  const since = firsts.length > 0 ? `, from ${formatSecond(Math.min(...firsts) / 1e6)}` : "";
  return (
    <div role="status" data-testid="would-go">
      <Text size="sm" fw={600} c="var(--cf-major)">
        {samplesOf(holdings)} would be deleted{since} until {formatSecond(Date.parse(before))}.
      </Text>
      <Text size="xs" c="dimmed">
        Of {names.join(", ")}. {detail}
      </Text>
    </div>
  );
}
