import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import type { View } from "@/features/viewer/view";
import { absoluteRange, resolveRange } from "@/shared/time/range";
import { copyText } from "@/shared/ui/copy";

/** The address, which holds all that is shown; with its range as it is written, or fixed to what it means now. */
export function ShareForm({ view }: { view: View }) {
  const { buildLocation } = useRouter();
  const moving = `${window.location.origin}${window.location.pathname}${window.location.search}`;
  const times = resolveRange(view.range, Date.now());
  const fixed = buildLocation({
    to: "/viewer",
    search: { ...view.search, ...(times && absoluteRange(...times)), paused: undefined },
  });
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        The address of this page holds all that it shows. Whoever opens it sees the same, as long as they may
        read.
      </Text>
      <Link label="Going on with the clock, where the range does" address={moving} />
      <Link label="Exactly the time that is shown now" address={`${window.location.origin}${fixed.href}`} />
    </Stack>
  );
}

function Link({ label, address }: { label: string; address: string }) {
  const [said, setSaid] = useState<string | null>(null);
  const copy = async () =>
    setSaid((await copyText(address)) ? "Copied" : "The browser refused: copy it by hand");
  return (
    <Group align="flex-end" gap="xs" wrap="nowrap">
      <TextInput
        style={{ flex: 1 }}
        label={label}
        readOnly
        value={address}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button variant="default" onClick={() => void copy()}>
        <span aria-live="polite">{said ?? "Copy"}</span>
      </Button>
    </Group>
  );
}
