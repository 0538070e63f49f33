import { createContext, lazy, type ReactNode, Suspense, useContext, useMemo, useRef, useState } from "react";
import { ApiProblem } from "@/api/problems";
import { useSessionActions } from "./queries";

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

  const session = useMemo<Session>(() => {
    const logIn = (why = "") =>
      new Promise<boolean>((resolve) => {
        settle.current(false);
        settle.current = resolve;
        setReason(why);
      });
    return {
      logIn,
      async guard(action) {
        try {
          return await action();
        } catch (thrown) {
          if (!(thrown instanceof ApiProblem) || thrown.status !== 401) throw thrown;
          forget();
          if (!(await logIn("Changing anything needs to be logged in."))) throw new LoginDeclined();
          return await action();
        }
      },
    };
  }, [forget]);

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
          <LoginDialog reason={reason} onClose={close} />
        </Suspense>
      )}
    </SessionContext>
  );
}
