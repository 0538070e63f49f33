import { Button } from "@mantine/core";
import { IconLogin2 } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useSession } from "./provider";
import classes from "./session-ended.module.css";

interface Props {
  /** Whether the page is out of sight until somebody logs in. */
  covered: boolean;
}

/** Says above every page that nobody is logged in any more; the page stays as it was. */
export default function SessionEnded({ covered }: Props) {
  const session = useSession();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Whatever had the focus can't be reached any more.
    if (covered && !document.activeElement?.closest("#log-in")) button.current?.focus();
  }, [covered]);
  const Title = covered ? "h1" : "strong";
  const note = (
    <div role="alert" className={classes.note}>
      <IconLogin2 size={16} aria-hidden="true" />
      <span>
        <Title className={classes.title}>Your session has ended.</Title>{" "}
        {covered
          ? "Log in to see this page again; what you have typed is kept."
          : "What you have typed is still here."}
      </span>
      <Button
        ref={button}
        size="compact-xs"
        data-mantine-stop-propagation="true"
        onClick={() => void session.logIn()}
      >
        Log in
      </Button>
    </div>
  );
  // With the page out of sight it is all that there is.
  return covered ? <main>{note}</main> : note;
}
