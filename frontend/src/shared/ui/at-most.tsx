import { Text } from "@mantine/core";
import { MOST_SHOWN } from "@/app/search";

/** Says, where a page is full, that no more PVs are shown. */
export function AtMost({ shown }: { shown: number }) {
  if (shown < MOST_SHOWN) return null;
  return (
    <Text size="xs" c="dimmed" role="status">
      {MOST_SHOWN} PVs are shown, which is as many as fit; further ones are left out.
    </Text>
  );
}
