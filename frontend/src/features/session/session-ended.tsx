import { Button } from "@mantine/core";
import { IconLogin2 } from "@tabler/icons-react";
import { useSession } from "./provider";
import classes from "./session-ended.module.css";

/** Says above every page that nobody is logged in any more; the page stays as it was. */
export default function SessionEnded() {
  const session = useSession();
  return (
    <div role="alert" className={classes.note}>
      <IconLogin2 size={16} aria-hidden="true" />
      <span>
        <strong>Your session has ended.</strong> What you have typed is still here.
      </span>
      <Button size="compact-xs" onClick={() => void session.logIn()}>
        Log in
      </Button>
    </div>
  );
}
