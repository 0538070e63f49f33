import { Loader } from "@mantine/core";
import { lazy, type Ref, Suspense, useId } from "react";
import { ErrorNote } from "@/shared/ui/error-note";
import type { useVerdict } from "./check";
import type { EditorHandle } from "./editor";
import classes from "./panel.module.css";

const Editor = lazy(() => import("./editor"));

interface Props {
  /** What it is called, and what an example looks like. */
  label: string;
  example: string;
  /** What stands below while nothing is known of the text. */
  hint: string;
  text: string;
  checked: ReturnType<typeof useVerdict>;
  /** What stands below of an expression that is worth this now; null: that is not known. */
  say(value: number | null): string;
  onChange(text: string): void;
  onSubmit(): void;
  handle?: Ref<EditorHandle>;
}

/** An expression being written, and below it what the API thinks of it. */
export function Writing({ label, example, hint, checked, say, handle = null, ...editor }: Props) {
  const verdictId = useId();
  const { verdict, check } = checked;
  return (
    <>
      <Suspense fallback={<Loader size="sm" m="md" />}>
        <Editor {...{ label, example, verdictId, verdict, handle }} {...editor} />
      </Suspense>
      <p
        id={verdictId}
        className={classes.verdict}
        role="status"
        data-state={verdict === undefined ? "none" : verdict.ok ? "ok" : "wrong"}
      >
        {verdict === undefined && (check.isFetching ? "…" : hint)}
        {verdict?.ok && say(verdict.value)}
        {verdict?.ok === false &&
          (verdict.offset === null ? verdict.message : `Column ${verdict.offset + 1}: ${verdict.message}`)}
      </p>
      {check.error && <ErrorNote error={check.error} onRetry={() => void check.refetch()} />}
    </>
  );
}
