import { useCallback, useState } from "react";
import type { Gutters } from "@/shared/chart/options";

/** Let charts above one another begin and end alike: each leaves what the widest of them needs. */
export function useGutters(): {
  roomOf(panel: number): Gutters;
  told(panel: number, own: Gutters): void;
} {
  const [needs, setNeeds] = useState<ReadonlyMap<number, Gutters>>(new Map());
  const told = useCallback(
    (panel: number, own: Gutters) =>
      setNeeds((before) => {
        const last = before.get(panel);
        if (last && Math.abs(last[0] - own[0]) < 1 && Math.abs(last[1] - own[1]) < 1) return before;
        return new Map(before).set(panel, own);
      }),
    [],
  );
  const roomOf = useCallback(
    (panel: number): Gutters => {
      const own = needs.get(panel);
      if (!own || needs.size < 2) return [0, 0];
      const all = [...needs.values()];
      return [
        Math.max(...all.map(([left]) => left)) - own[0],
        Math.max(...all.map(([, right]) => right)) - own[1],
      ];
    },
    [needs],
  );
  return { roomOf, told };
}
