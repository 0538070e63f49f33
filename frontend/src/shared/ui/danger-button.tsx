import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./danger-button.module.css";

interface Props {
  loading: boolean;
  disabled: boolean;
  children: ReactNode;
}

/** Submits a form that does what is hard to undo. */
export function DangerButton({ loading, disabled, children }: Props) {
  return (
    <Button type="submit" className={classes.danger ?? ""} loading={loading} disabled={disabled}>
      {children}
    </Button>
  );
}
