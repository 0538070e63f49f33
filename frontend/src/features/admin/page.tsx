import { Button, Loader, Tabs } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ComponentType, lazy, Suspense } from "react";
import type { Principal } from "@/api/types";
import { useSession } from "@/features/session/provider";
import { useSessionState } from "@/features/session/queries";
import { Empty } from "@/shared/ui/empty";
import classes from "./page.module.css";
import { TABS, type Tab } from "./search";

/** What every tab is given: who looks, and whether they may administer. */
export interface TabProps {
  me: Principal;
  administers: boolean;
}

interface Entry {
  label: string;
  /** Whether it is for admins only. */
  closed: boolean;
  Content: ComponentType<TabProps>;
}

const ENTRIES: Record<Tab, Entry> = {
  users: { label: "Users", closed: true, Content: lazy(() => import("./users")) },
  tokens: { label: "API tokens", closed: false, Content: lazy(() => import("./tokens")) },
  retention: { label: "Retention", closed: false, Content: lazy(() => import("./retention/section")) },
  settings: { label: "Settings", closed: true, Content: lazy(() => import("./settings")) },
  audit: { label: "Audit", closed: false, Content: lazy(() => import("./audit")) },
};

/** Users and settings for admins; one's own tokens, what is kept for how long, and the audit for everybody. */
export default function AdminPage() {
  const state = useSessionState();
  const session = useSession();
  const { tab } = useSearch({ from: "/admin" });
  const navigate = useNavigate({ from: "/admin" });
  if (state === undefined) return null;
  const me = state.who ?? session.lapsed;
  if (me === null) {
    return (
      <Empty title="Log in to go on" action={<Button onClick={() => void session.logIn()}>Log in</Button>}>
        Users, API tokens, retention and the audit are for who is logged in.
      </Empty>
    );
  }
  const administers = me.permissions.includes("administer");
  const offered = TABS.filter((key) => administers || !ENTRIES[key].closed);
  const open = offered.find((key) => key === tab) ?? (offered[0] as Tab);
  const { Content } = ENTRIES[open];
  return (
    <div className={classes.page}>
      <h1 className="sr-only">Admin</h1>
      <Tabs
        value={open}
        onChange={(key) => void navigate({ search: key === offered[0] ? {} : { tab: key as Tab } })}
        keepMounted={false}
      >
        <Tabs.List aria-label="What is administered" className={classes.tabs ?? ""}>
          {offered.map((key) => (
            <Tabs.Tab key={key} value={key}>
              {ENTRIES[key].label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={open} className={classes.panel ?? ""}>
          <Suspense fallback={<Loader size="sm" m="md" />}>
            <Content me={me} administers={administers} />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}
