import { Button, Group } from "@mantine/core";

interface Props {
  /** What the form does. */
  submit: string;
  pending: boolean;
  onCancel(): void;
}

/** The end of a dialog's form: back out, or do it. */
export function DialogButtons({ submit, pending, onCancel }: Props) {
  return (
    <Group justify="flex-end" gap="xs">
      <Button variant="default" onClick={onCancel}>
        Cancel
      </Button>
      <Button type="submit" loading={pending}>
        {submit}
      </Button>
    </Group>
  );
}
