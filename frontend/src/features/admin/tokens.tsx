import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { ApiToken } from "@/api/types";
import { Section } from "@/features/health/section";
import tables from "@/features/health/tables.module.css";
import { formatAge } from "@/shared/time/format";
import { useNow } from "@/shared/ui/clock";
import { Confirm } from "@/shared/ui/confirm";
import { ErrorNote } from "@/shared/ui/error-note";
import { expiry } from "./expiry";
import { MakeToken } from "./make-token";
import type { TabProps } from "./page";
import { useTokenActions, useTokens } from "./queries";

/** API tokens: what scripts and services show instead of a password. */
export default function Tokens({ me, administers: everybodys }: TabProps) {
  const tokens = useTokens();
  const { issue, revoke } = useTokenActions();
  const now = useNow(10_000);
  const [making, setMaking] = useState(false);
  const [ending, setEnding] = useState<ApiToken | null>(null);
  const make = (
    <Button leftSection={<IconPlus size={15} />} onClick={() => setMaking(true)}>
      Make a token
    </Button>
  );
  return (
    <Section title={everybodys ? "API tokens" : "Your API tokens"} aside={make}>
      {tokens.error && <ErrorNote error={tokens.error} onRetry={() => void tokens.refetch()} />}
      {tokens.data?.length === 0 && (
        <p className={tables.note}>There is none. A script shows one to say whose rights it has.</p>
      )}
      {tokens.data && tokens.data.length > 0 && (
        <table className={`${tables.table} ${tables.cards}`}>
          <thead>
            <tr>
              <th scope="col">Token</th>
              <th scope="col">User</th>
              <th scope="col">May</th>
              <th scope="col">Last used</th>
              <th scope="col">Expires</th>
              <th scope="col">
                <span className="sr-only">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {tokens.data.map((token) => (
              <tr key={token.id} data-token={token.name}>
                <th scope="row">{token.name}</th>
                <td data-label="User">{token.user}</td>
                <td data-label="May">{token.scope?.join(", ") ?? "what its user may"}</td>
                <td data-label="Last used" className={tables.dim}>
                  {token.used_at ? formatAge(now - Date.parse(token.used_at)) : "never"}
                </td>
                <td data-label="Expires" className={tables.dim}>
                  {expiry(token.expires_at, now)}
                </td>
                <td className={tables.number}>
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={`Revoke ${token.name}`}
                    onClick={() => setEnding(token)}
                  >
                    Revoke
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {ending && (
        <Confirm
          title={`Revoke ${ending.name}`}
          action="Revoke"
          pending={revoke.isPending}
          error={revoke.error}
          onConfirm={() => revoke.mutate(ending.id, { onSuccess: () => setEnding(null) })}
          onClose={() => {
            revoke.reset();
            setEnding(null);
          }}
        >
          What shows it is refused within seconds. It can’t be taken back: make a new one, then.
        </Confirm>
      )}
      {making && <MakeToken me={me} issue={issue} onClose={() => setMaking(false)} />}
    </Section>
  );
}
