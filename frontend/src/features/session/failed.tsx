import { ApiProblem } from "@/api/problems";
import { ErrorNote } from "@/shared/ui/error-note";
import { LoginDeclined } from "./provider";

interface Props<Variables> {
  /** A mutation. */
  of: { error: unknown; variables: Variables | undefined; mutate(variables: Variables): void };
  /** How it is tried again, if not just so. */
  onRetry?: (variables: Variables) => void;
}

/** Says that a change failed, and offers to try it again where that may help; not where log-in was declined. */
export function Failed<Variables>({ of: { error, variables, mutate }, onRetry = mutate }: Props<Variables>) {
  if (!error || error instanceof LoginDeclined) return null;
  const again = error instanceof ApiProblem && error.passing && variables !== undefined;
  return <ErrorNote error={error} onRetry={again ? () => onRetry(variables) : undefined} />;
}
