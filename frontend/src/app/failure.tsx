import { Button, Text, Title } from "@mantine/core";
import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import classes from "./failure.module.css";
import { isMissingPart } from "./page-part";

const PROBE_MS = 3_000;

/** Load everything anew if the server answers: a page that is loaded while it is away is the browser's error. */
const reloadIfBack = (): Promise<void> =>
  fetch("/", { method: "HEAD", cache: "no-store" }).then(
    ({ ok }) => {
      if (ok) window.location.reload();
    },
    () => undefined,
  );

/** Load everything anew as soon as the server answers; a browser never asks again for a part that failed. */
function useReloadWhenBack(waiting: boolean): void {
  useEffect(() => {
    if (!waiting) return;
    const timer = window.setInterval(() => void reloadIfBack(), PROBE_MS);
    return () => window.clearInterval(timer);
  }, [waiting]);
}

/** Stands in for a page that could not be drawn; the other pages go on working. */
export function RouteFailure({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const missing = isMissingPart(error);
  useReloadWhenBack(missing);
  const retry = () => {
    if (missing) return void reloadIfBack();
    reset();
    void router.invalidate();
  };
  return (
    <section className={classes.failure} role="alert">
      <Title order={1} size="h3">
        This page could not be drawn
      </Title>
      <Text c="dimmed" size="sm">
        {missing
          ? "A part of it can’t be fetched: CAFlux does not answer, or is a newer one now. The page is loaded anew as soon as it does."
          : error instanceof Error
            ? error.message
            : String(error)}
      </Text>
      <div className={classes.actions}>
        <Button onClick={retry}>Try again</Button>
        {!missing && (
          <Button variant="default" onClick={() => void reloadIfBack()}>
            Load CAFlux anew
          </Button>
        )}
      </div>
    </section>
  );
}

export function NotFound() {
  return (
    <section className={classes.failure}>
      <Title order={1} size="h3">
        There is no such page
      </Title>
      <Text c="dimmed" size="sm">
        The address may be mistyped, or from another version of CAFlux. All pages are in the bar above.
      </Text>
      <div className={classes.actions}>
        <Button component={Link} to="/">
          Go to the dashboard
        </Button>
      </div>
    </section>
  );
}
