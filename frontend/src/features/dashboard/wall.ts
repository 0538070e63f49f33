import { useEffect } from "react";

/** Keep the screen from going dark, and give the page all of it; Escape, or leaving full screen, ends it. */
export function useWall(active: boolean, onLeave: () => void): void {
  useEffect(() => {
    if (!active) return;
    let lock: WakeLockSentinel | null = null;
    let over = false;
    const hold = () => {
      if (document.visibilityState !== "visible") return;
      // Refused without HTTPS, or on battery: then the screen saver's settings hold.
      navigator.wakeLock?.request("screen").then(
        (held) => {
          if (over) void held.release();
          else lock = held;
        },
        () => undefined,
      );
    };
    const onKey = ({ key }: KeyboardEvent) => key === "Escape" && onLeave();
    const onFullScreen = () => !document.fullscreenElement && onLeave();
    hold();
    document.addEventListener("visibilitychange", hold);
    document.addEventListener("fullscreenchange", onFullScreen);
    window.addEventListener("keydown", onKey);
    return () => {
      over = true;
      void lock?.release();
      document.removeEventListener("visibilitychange", hold);
      document.removeEventListener("fullscreenchange", onFullScreen);
      window.removeEventListener("keydown", onKey);
      if (document.fullscreenElement) void document.exitFullscreen();
    };
  }, [active, onLeave]);
}
