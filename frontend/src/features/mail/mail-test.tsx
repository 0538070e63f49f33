import { Button, Group, Modal, Stack } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { LoginDeclined } from "@/features/session/provider";
import { useMay } from "@/features/session/queries";
import { ErrorNote } from "@/shared/ui/error-note";
import classes from "./mail.module.css";
import { useMailTest } from "./queries";

/** Sends a test mail, and shows what the mail server said. */
export function MailTest() {
  const test = useMailTest();
  const failed = test.error && !(test.error instanceof LoginDeclined);
  const may = useMay("configure");
  const refused = Object.entries(test.data?.refused ?? {});
  if (!may) return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconMail size={14} />}
        loading={test.isPending}
        onClick={() => test.mutate()}
      >
        Send a test mail
      </Button>
      <Modal
        opened={Boolean(test.data) || Boolean(failed)}
        onClose={test.reset}
        title={test.data?.accepted ? "The mail server took it" : "The mail was not sent"}
      >
        <Stack gap="sm">
          {failed && test.error && <ErrorNote error={test.error} />}
          {test.data && <p className={classes.said}>{test.data.said}</p>}
          {refused.map(([address, said]) => (
            <p key={address} className={classes.said}>
              {address} was refused: {said}
            </p>
          ))}
          <Group justify="flex-end">
            <Button variant="default" onClick={test.reset} data-autofocus>
              Close
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
