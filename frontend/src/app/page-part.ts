import { type AsyncRouteComponent, lazyRouteComponent } from "@tanstack/react-router";
import type { ComponentType } from "react";

/** A part of CAFlux itself could not be fetched: the server is away, or is a newer one. */
export class MissingPart extends Error {
  constructor(cause: unknown) {
    super("A part of CAFlux could not be fetched.", { cause });
    this.name = "MissingPart";
  }
}

/** Whether a part could not be fetched; those that are not pages tell it in the browser's words. */
export const isMissingPart = (error: unknown): boolean =>
  error instanceof MissingPart ||
  (error instanceof Error && /preload|imported module|module script/i.test(error.message));

/**
 * Fetch a page when it is first gone to. The router, where it knows a module's failure by its message, loads
 * everything anew at once; with the server away that leaves nothing but the browser's own error page.
 */
export const pagePart = (fetched: () => Promise<{ default: ComponentType }>): AsyncRouteComponent<object> =>
  lazyRouteComponent(() =>
    fetched().catch((error: unknown) => {
      throw new MissingPart(error);
    }),
  );
