import { Button } from "@mantine/core";
import { useEffect } from "react";
import { Empty } from "@/shared/ui/empty";
import { useSession } from "./provider";
import { useMe } from "./queries";

/** Stands in for every page while reading is closed and nobody who may read is logged in. */
export function LoginNeeded() {
  const session = useSession();
  const me = useMe();
  const known = me !== null;
  useEffect(() => {
    if (!known) void session.logIn();
  }, [known, session]);
  return (
    <Empty
      title={known ? "Nothing to see for you" : "Log in to go on"}
      action={known ? null : <Button onClick={() => void session.logIn()}>Log in</Button>}
    >
      {known
        ? `${me.name} has no permission to read.`
        : "Whoever runs this CAFlux has decided that only users may read what is archived."}
    </Empty>
  );
}
