import { Button } from "@mantine/core";
import classes from "@/features/health/page.module.css";
import { useSession } from "@/features/session/provider";
import { useSessionState } from "@/features/session/queries";
import { Empty } from "@/shared/ui/empty";
import { Audit } from "./audit";
import { Tokens } from "./tokens";
import { Users } from "./users";

/** Users and the audit for admins, one's own tokens for everybody. */
export default function AdminPage() {
  const state = useSessionState();
  const session = useSession();
  if (state === undefined) return null;
  if (state.who === null) {
    return (
      <Empty title="Log in to go on" action={<Button onClick={() => void session.logIn()}>Log in</Button>}>
        Users and API tokens are for who is logged in.
      </Empty>
    );
  }
  const administers = state.permissions.includes("administer");
  return (
    <div className={classes.page}>
      <h1 className="sr-only">Admin</h1>
      {administers && <Users me={state.who.name} />}
      <Tokens me={state.who} everybodys={administers} />
      {administers && <Audit />}
    </div>
  );
}
