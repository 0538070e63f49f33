import { Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./empty.module.css";

interface Props {
  title: string;
  children: ReactNode;
  action?: ReactNode;
}

/** Stands where there is nothing yet, and teaches the first step. */
export function Empty({ title, children, action }: Props) {
  return (
    <section className={classes.empty}>
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text size="sm" c="dimmed" component="div" className={classes.text ?? ""}>
        {children}
      </Text>
      {action}
    </section>
  );
}
