import { createContext, type ReactNode, useContext } from "react";
import { formatAge, formatStamp } from "@/shared/time/format";
import { useNow } from "./clock";

const Now = createContext(0);

/** Has the ages below count up; nothing but they is drawn anew. */
export function Ageing({ children }: { children: ReactNode }) {
  return <Now value={useNow(1_000)}>{children}</Now>;
}

/** The time (ms) from which ages are counted. */
export const useAgeing = (): number => useContext(Now);

/** How long ago a time (ms) was. */
export function Age({ time }: { time: number }) {
  const now = useAgeing();
  return <time title={formatStamp(time)}>{formatAge(now - time)}</time>;
}
