import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./section.module.css";

interface Props {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}

/** A part of the page with its heading. */
export function Section({ title, aside, children }: Props) {
  return (
    <section className={classes.section} aria-label={title}>
      <header className={classes.head}>
        <Title order={2} size="h5">
          {title}
        </Title>
        {aside}
      </header>
      <div className={classes.body}>{children}</div>
    </section>
  );
}
