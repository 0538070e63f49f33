import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { problemOfThrown } from "@/api/problems";

interface Props {
  error: unknown;
  /** Offered as a button where it is given. */
  onRetry?: (() => void) | undefined;
}

/** Says what failed, read out by screen readers, and offers to try again. */
export function ErrorNote({ error, onRetry }: Props) {
  const problem = problemOfThrown("This", error);
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      p="xs"
      icon={<IconAlertTriangle size={16} />}
      title={`${problem.what} failed`}
    >
      <Group justify="space-between" align="center" gap="xs">
        <Text size="sm">{sentence(problem.detail)}</Text>
        {onRetry && (
          <Button size="compact-xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        )}
      </Group>
    </Alert>
  );
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
