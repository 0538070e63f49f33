import { Button, Menu } from "@mantine/core";
import { IconLogin2, IconLogout, IconUser } from "@tabler/icons-react";
import { useSession } from "./provider";
import { useMe, useSessionActions } from "./queries";

/** The log-in button, or who is logged in. */
export function Account() {
  const me = useMe();
  const session = useSession();
  const { logOut } = useSessionActions();
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
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="subtle" color="gray" leftSection={<IconUser size={15} />}>
          {me.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconLogout size={15} />} onClick={() => void logOut()}>
          Log out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
