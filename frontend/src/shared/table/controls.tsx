import { useRouter } from "@tanstack/react-router";
import { type ComponentProps, createContext, type MouseEvent, type ReactNode, useContext } from "react";
import classes from "./virtual-table.module.css";

/** Whether Tab stops at what a row holds: at that of the row only that the keyboard has reached. */
export const Reached = createContext(false);

const useTabIndex = () => (useContext(Reached) ? 0 : -1);

interface LinkProps {
  to: "/pvs" | "/viewer";
  search: Record<string, unknown>;
  /** Whether what the address says else stays. */
  keep?: boolean;
  title?: string;
  className?: string;
  children: ReactNode;
  "aria-label"?: string;
}

/**
 * A link in a row. The router's own would work out where it leads to in a few hundred rows a second, and look
 * after it with each change of the address: this one does so when it is followed.
 */
export function RowLink({ to, search, keep = false, ...props }: LinkProps) {
  const router = useRouter();
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void router.navigate({ to, search: (before: object) => ({ ...(keep ? before : {}), ...search }) });
  };
  return (
    <a
      href={`${to}${router.options.stringifySearch(search)}`}
      tabIndex={useTabIndex()}
      onClick={follow}
      {...props}
    />
  );
}

/** A link that is an icon; the label is its name. */
export function RowIconLink({ label, ...props }: LinkProps & { label: string }) {
  return <RowLink className={classes.icon ?? ""} aria-label={label} title={label} {...props} />;
}

/** A button that is an icon. */
export function RowButton({ label, ...props }: ComponentProps<"button"> & { label: string }) {
  return (
    <button
      type="button"
      className={classes.icon}
      aria-label={label}
      title={label}
      tabIndex={useTabIndex()}
      {...props}
    />
  );
}

export function RowCheckbox(props: ComponentProps<"input">) {
  return <input type="checkbox" className={classes.check} tabIndex={useTabIndex()} {...props} />;
}
