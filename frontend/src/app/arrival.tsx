import { useRouterState } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { pageName, pageTitle } from "./page-title";

/** Names each page in its tab, and to a screen reader when it is gone to; focus that went with the last is kept. */
export function Arrival() {
  // What is shown, not what is gone to: a page that is being fetched has not been reached.
  const { pathname, search } = useRouterState({
    select: ({ resolvedLocation, location }) => resolvedLocation ?? location,
  });
  const last = useRef(pathname);
  const [said, setSaid] = useState("");
  useEffect(() => {
    document.title = pageTitle(pathname, search);
  }, [pathname, search]);
  useEffect(() => {
    if (last.current === pathname) return;
    last.current = pathname;
    setSaid(pageName(pathname));
    // A link of the page that was left took the focus with it; those of the bar keep theirs.
    const { activeElement, body } = document;
    if (!activeElement || activeElement === body) document.getElementById("main")?.focus();
  }, [pathname]);
  return (
    <p className="sr-only" role="status" data-testid="arrival">
      {said}
    </p>
  );
}
