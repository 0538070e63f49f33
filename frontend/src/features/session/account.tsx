import { Button, Menu } from "@mantine/core";
import { IconKey, IconLogin2, IconLogout, IconLogout2, IconPassword, IconUser } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useSession } from "./provider";
import { useMe, useSessionActions } from "./queries";

const PasswordDialog = lazy(() => import("./password-dialog"));

/** The log-in button, or who is logged in and what they can do about that. */
export function Account() {
  const me = useMe();
  const session = useSession();
  const { logOut } = useSessionActions();
  const [changing, setChanging] = useState(false);
  const leave = (everywhere: boolean) => {
    session.leave();
    void logOut(everywhere);
  };
  if (!me) {
    return (
      <Button
        variant="subtle"
        color="gray"
        leftSection={<IconLogin2 size={15} />}
        onClick={() => void session.logIn()}
      >
        Log in
      </Button>
    );
  }
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="subtle" color="gray" leftSection={<IconUser size={15} />}>
            {me.name}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label data-testid="role">Role: {me.role}</Menu.Label>
          <Menu.Item
            leftSection={<IconKey size={15} />}
            renderRoot={(root) => <Link to="/admin" search={{ tab: "tokens" }} {...root} />}
          >
            API tokens
          </Menu.Item>
          <Menu.Item leftSection={<IconPassword size={15} />} onClick={() => setChanging(true)}>
            Change password…
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout size={15} />} onClick={() => leave(false)}>
            Log out
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout2 size={15} />} onClick={() => leave(true)}>
            Log out everywhere
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {changing && (
        <Suspense>
          <PasswordDialog onClose={() => setChanging(false)} />
        </Suspense>
      )}
    </>
  );
}
