import { Button, Code, Modal, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { ErrorNote } from "@/shared/ui/error-note";
import { useSessionActions, useSessionState } from "./queries";

interface Props {
  reason: string;
  /** Who was logged in before. */
  user?: string | undefined;
  /** Whose answers this tab has kept, logged out or not. */
  former?: string | undefined;
  onClose(done: boolean): void;
}

/** Where the provider of single sign-on is begun with; it leads back to this page. */
const signOnAddress = (): string => {
  const { pathname, search } = window.location;
  return `/api/config/v1/oidc/login?then=${encodeURIComponent(pathname + search)}`;
};

/** A key pressed here is not for the dialog below, which would close with what was typed in it. */
const OURS = { "data-mantine-stop-propagation": "true" } as const;

/** Apart from other dialogs, which are out of sight where reading is closed and the session has ended. */
const OWN_PORTAL = { reuseTargetNode: false, id: "log-in" } as const;

export default function LoginDialog({ reason, user, former, onClose }: Props) {
  const [username, setUsername] = useState(user ?? "admin");
  const [password, setPassword] = useState("");
  const { logIn } = useSessionActions();
  const provider = useSessionState()?.single_sign_on;
  const attempt = useMutation({
    mutationFn: () => logIn(username, password, former),
    onSuccess: () => onClose(true),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt.mutate();
  };
  const onKeyDown = ({ key }: KeyboardEvent) => key === "Escape" && onClose(false);
  return (
    <Modal
      opened
      onClose={() => onClose(false)}
      title="Log in"
      size="sm"
      portalProps={OWN_PORTAL}
      onKeyDown={onKeyDown}
      closeButtonProps={{ "aria-label": "Close", ...OURS }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          {reason && <Text size="sm">{reason}</Text>}
          <TextInput
            label="User"
            {...OURS}
            autoComplete="username"
            value={username}
            onChange={(event) => setUsername(event.currentTarget.value)}
            required
          />
          <PasswordInput
            label="Password"
            visibilityToggleButtonProps={OURS}
            {...OURS}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            required
            data-autofocus
          />
          {attempt.error && <ErrorNote error={attempt.error} />}
          {username === "admin" && !user && (
            <Text size="xs" c="dimmed">
              The first start made a password for <Code>admin</Code>: it is in the file{" "}
              <Code>admin-password</Code> in CAFlux’s data folder, whose place was printed at the start.
            </Text>
          )}
          <Button {...OURS} type="submit" size="sm" loading={attempt.isPending}>
            Log in
          </Button>
          {provider && (
            <Button {...OURS} component="a" variant="default" size="sm" href={signOnAddress()}>
              Log in by {provider}
            </Button>
          )}
        </Stack>
      </form>
    </Modal>
  );
}
