import { createContext, lazy, type ReactNode, Suspense, useContext, useMemo, useRef, useState } from "react";
import { ApiProblem } from "@/api/problems";
import type { Principal } from "@/api/types";
import { useSessionActions, useSessionState } from "./queries";

const LoginDialog = lazy(() => import("./login-dialog"));

/** Thrown where somebody closed the log-in dialog: nothing was done, and nothing needs to be said. */
export class LoginDeclined extends Error {
  constructor() {
    super("nothing was changed: it needs to be logged in");
  }
}

interface Session {
  /** Ask to log in; false where it was declined. */
  logIn(reason?: string): Promise<boolean>;
  /** Do something that may need to be logged in: ask for it where it does, then do it again. */
  guard<T>(action: () => Promise<T>): Promise<T>;
  /** Who was logged in until their session ended by itself: what they are about must not be lost. */
  lapsed: Principal | null;
  /** They are about to log out: then it has not ended by itself. */
  leave(): void;
}

const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("there is no session provider above this component");
  return session;
}

export function SessionProvider({ children }: { children: ReactNode }) {
  const [reason, setReason] = useState<string | null>(null);
  const settle = useRef<(done: boolean) => void>(() => undefined);
  const { forget } = useSessionActions();
  const state = useSessionState();
  const who = state?.who ?? null;
  const [last, setLast] = useState<Principal | null>(null);
  const [left, setLeft] = useState<Principal | null>(null);
  if (who && who !== last) setLast(who);
  const lapsed = state && !who && last !== left ? last : null;
  const known = last !== left;

  const session = useMemo<Session>(() => {
    const logIn = (why = "") =>
      new Promise<boolean>((resolve) => {
        settle.current(false);
        settle.current = resolve;
        setReason(why);
      });
    return {
      logIn,
      lapsed,
      leave: () => setLeft(last),
      async guard(action) {
        const once = () =>
          action().catch((thrown: unknown) => {
            throw thrown instanceof ApiProblem ? thrown.ofChange : thrown;
          });
        try {
          return await once();
        } catch (thrown) {
          if (!(thrown instanceof ApiProblem) || thrown.status !== 401) throw thrown;
          forget();
          const why = known
            ? "Your session has ended. Log in, and what you were doing goes on."
            : "Log in to change something.";
          if (!(await logIn(why))) throw new LoginDeclined();
          return await once();
        }
      },
    };
  }, [forget, lapsed, known, last]);

  const close = (done: boolean) => {
    setReason(null);
    settle.current(done);
    settle.current = () => undefined;
  };

  return (
    <SessionContext value={session}>
      {children}
      {reason !== null && (
        <Suspense>
          <LoginDialog reason={reason} user={lapsed?.name} former={last?.name} onClose={close} />
        </Suspense>
      )}
    </SessionContext>
  );
}
