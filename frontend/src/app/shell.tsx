import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useLayoutEffect } from "react";
import { Account } from "@/features/session/account";
import { LoginNeeded } from "@/features/session/login-needed";
import { useSession } from "@/features/session/provider";
import { useMe, useReadingClosed } from "@/features/session/queries";
import { LiveIndicator } from "@/shared/live/indicator";
import { Arrival } from "./arrival";
import { Logo } from "./logo";
import { SchemeToggle } from "./scheme-toggle";
import classes from "./shell.module.css";

const PAGES = [
  { to: "/", label: "Dashboard" },
  { to: "/viewer", label: "Viewer" },
  { to: "/compare", label: "Compare" },
  { to: "/pvs", label: "PVs" },
  { to: "/health", label: "Health" },
] as const;

const SessionEnded = lazy(() => import("@/features/session/session-ended"));

const ADMIN = { to: "/admin", label: "Admin" } as const;

/** What every page stands in: the bar on top and the page below. */
export function Shell() {
  const { lapsed } = useSession();
  const me = useMe() ?? lapsed;
  const administers = me?.permissions.includes("administer") ?? false;
  const unread = useReadingClosed();
  // What somebody is about when their session ends stays where it is, out of sight where reading is closed.
  const closed = unread && !lapsed;
  const covered = unread && lapsed !== null;
  useLayoutEffect(() => {
    document.documentElement.toggleAttribute("data-covered", covered);
  }, [covered]);
  const bare = useRouterState({ select: ({ location }) => "wall" in location.search });
  const pages = administers ? [...PAGES, ADMIN] : PAGES;
  const ended = lapsed && (
    <Suspense>
      <SessionEnded covered={covered} />
    </Suspense>
  );
  if (bare && !closed) {
    return (
      <>
        {ended}
        <main id="main" tabIndex={-1}>
          <Arrival />
          <Outlet />
        </main>
      </>
    );
  }
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main">
        Skip to the page
      </a>
      <header className={classes.bar}>
        <Link to="/" className={classes.brand} aria-label="CAFlux, dashboard">
          <Logo />
        </Link>
        <nav className={classes.nav} aria-label="Pages">
          {pages.map(({ to, label }) => (
            <Link
              key={to}
              to={to}
              className={classes.page ?? ""}
              activeOptions={{ exact: to === "/", includeSearch: false }}
            >
              {label}
            </Link>
          ))}
        </nav>
        <div className={classes.tools}>
          <LiveIndicator />
          <SchemeToggle />
          <Account />
        </div>
      </header>
      {ended}
      <main id="main" className={classes.main} tabIndex={-1}>
        <Arrival />
        {closed ? <LoginNeeded /> : <Outlet />}
      </main>
    </div>
  );
}
