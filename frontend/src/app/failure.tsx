import { Button, Text, Title } from "@mantine/core";
import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import classes from "./failure.module.css";

/** Stands in for a page that could not be drawn; the other pages go on working. */
export function RouteFailure({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <section className={classes.failure} role="alert">
      <Title order={2} size="h3">
        This page could not be drawn
      </Title>
      <Text c="dimmed" size="sm">
        {error instanceof Error ? error.message : String(error)}
      </Text>
      <div className={classes.actions}>
        <Button onClick={retry}>Try again</Button>
        <Button variant="default" onClick={() => window.location.reload()}>
          Load CAFlux anew
        </Button>
      </div>
    </section>
  );
}

export function NotFound() {
  return (
    <section className={classes.failure}>
      <Title order={2} size="h3">
        There is no such page
      </Title>
      <Text c="dimmed" size="sm">
        <Link to="/">Go to the dashboard</Link>
      </Text>
    </section>
  );
}
