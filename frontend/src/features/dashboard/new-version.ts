import { useEffect } from "react";

const LOOK_MS = 10 * 60_000;
const SCRIPT = /<script[^>]*\ssrc="([^"]+)"[^>]*><\/script>/g;

/** Give which scripts a page begins with; their names change with their content. */
export const scriptsOf = (html: string): string => [...html.matchAll(SCRIPT)].map(([, src]) => src).join();

/**
 * Load the page anew when the server has a newer one: a wall is left alone for months. One that is in the
 * browser's full screen stays as it is, for it would lose that.
 */
export function useNewVersion(): void {
  useEffect(() => {
    let first: string | null = null;
    const look = async () => {
      const answer = await fetch("/", { cache: "no-store" });
      const now = answer.ok ? scriptsOf(await answer.text()) : "";
      if (now === "") return; // what answers is a proxy's page, or none
      first ??= now;
      if (now !== first && !document.fullscreenElement) window.location.reload();
    };
    const looking = () => void look().catch(() => undefined);
    looking();
    const timer = window.setInterval(looking, LOOK_MS);
    return () => window.clearInterval(timer);
  }, []);
}
