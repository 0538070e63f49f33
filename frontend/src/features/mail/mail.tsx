import { Anchor, Button, Group } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { MailRoute, MailRoutes, MailStatus } from "@/api/types";
import { Section } from "@/features/health/section";
import tables from "@/features/health/tables.module.css";
import { useSession } from "@/features/session/provider";
import { useSessionState } from "@/features/session/queries";
import { formatAge } from "@/shared/time/format";
import { ErrorNote } from "@/shared/ui/error-note";
import { whatInWords, whenInWords } from "./draft";
import { LimitsDialog } from "./limits-dialog";
import classes from "./mail.module.css";
import { MailTest } from "./mail-test";
import { useMailRoutes, useMailStatus, useRoutesChange } from "./queries";
import { RouteDialog } from "./route-dialog";

type Asked = { what: "route"; route: MailRoute | null } | { what: "limits" } | null;

/** Who is told by mail of what and when, and whether mail works. */
export function Mail({ now }: { now: number }) {
  const permissions = useSessionState()?.permissions ?? [];
  const status = useMailStatus();
  const routes = useMailRoutes(permissions.includes("operate"));
  const change = useRoutesChange();
  const [asked, setAsked] = useState<Asked>(null);
  const close = () => setAsked(null);
  const configures = permissions.includes("configure");
  const aside = (
    <Group gap="xs">
      <MailTest />
      {configures && (
        <Button
          leftSection={<IconPlus size={14} />}
          variant="default"
          onClick={() => setAsked({ what: "route", route: null })}
        >
          Tell somebody else
        </Button>
      )}
    </Group>
  );
  return (
    <Section title="Mail" aside={aside}>
      {status.error && <ErrorNote error={status.error} onRetry={() => void status.refetch()} />}
      {status.data && <Status status={status.data} now={now} />}
      {routes.error && <ErrorNote error={routes.error} onRetry={() => void routes.refetch()} />}
      {routes.data ? (
        <Routes routes={routes.data} configures={configures} onAsk={setAsked} />
      ) : (
        <Hidden loggedIn={permissions.includes("operate")} />
      )}
      {asked?.what === "route" && <RouteDialog route={asked.route} change={change} onClose={close} />}
      {asked?.what === "limits" && routes.data && (
        <LimitsDialog routes={routes.data} change={change} onClose={close} />
      )}
    </Section>
  );
}

/** Whether there is a mail server, and what it does. */
function Status({ status, now }: { status: MailStatus; now: number }) {
  if (!status.configured) {
    return (
      <p className={classes.status} data-warn="true" data-testid="mail-status">
        Nobody is mailed: there is no mail server. Set CAFLUX_SMTP_HOST, and start the supervisor again.
      </p>
    );
  }
  const last = status.sent_at ? `The last mail went ${formatAge(now - Date.parse(status.sent_at))}.` : "";
  const waits = status.queued === 1 ? "1 mail waits" : `${status.queued} mails wait`;
  return (
    <p className={classes.status} data-bad={Boolean(status.error)} data-testid="mail-status">
      {status.error ? `The last mail could not be sent: ${status.error}.` : "Mail works as far as is known."}{" "}
      {status.queued > 0 && `${waits} for the mail server.`} {last}
    </p>
  );
}

/** Addresses are those of people, which are not for everybody. */
function Hidden({ loggedIn }: { loggedIn: boolean }) {
  const { logIn } = useSession();
  if (loggedIn) return null; // they are on their way
  return (
    <p className={tables.note}>
      Who is told of what is shown to operators.{" "}
      <Anchor component="button" size="sm" onClick={() => void logIn()}>
        Log in
      </Anchor>
    </p>
  );
}

interface RoutesProps {
  routes: MailRoutes;
  configures: boolean;
  onAsk(asked: Asked): void;
}

function Routes({ routes, configures, onAsk }: RoutesProps) {
  return (
    <>
      {routes.routes.length === 0 && <p className={tables.note}>Nobody is told of anything.</p>}
      {routes.routes.length > 0 && (
        <table className={`${tables.table} ${tables.cards}`}>
          <thead>
            <tr>
              <th scope="col">Who</th>
              <th scope="col">Of what</th>
              <th scope="col">When</th>
              <th scope="col">
                <span className="sr-only">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {routes.routes.map((route) => (
              <tr key={route.name} data-route={route.name}>
                <th scope="row" className={classes.who}>
                  {route.name}
                  <div className={tables.dim}>{route.to.join(", ")}</div>
                </th>
                <td data-label="Of" className={classes.words}>
                  {whatInWords(route)}
                </td>
                <td data-label="When" className={classes.words}>
                  {whenInWords(route)}
                </td>
                <td className={tables.number}>
                  {configures && (
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      onClick={() => onAsk({ what: "route", route })}
                      aria-label={`Change ${route.name}`}
                    >
                      Change
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className={classes.limits}>
        What comes within {routes.group_s} s is one mail; at most {routes.most_per_hour} an hour go to each.{" "}
        {configures && (
          <Anchor component="button" inherit onClick={() => onAsk({ what: "limits" })}>
            Change
          </Anchor>
        )}
      </p>
    </>
  );
}
