import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { RetentionClass } from "@/api/types";
import { Section } from "@/features/health/section";
import tables from "@/features/health/tables.module.css";
import { useRetentionClasses } from "@/features/pvs/queries";
import { spoken } from "@/features/pvs/retention";
import { formatCount } from "@/shared/format/value";
import { Confirm } from "@/shared/ui/confirm";
import { ErrorNote } from "@/shared/ui/error-note";
import type { TabProps } from "../page";
import classes from "../page.module.css";
import { RetentionDialog } from "./dialog";
import { LEVELS } from "./draft";
import { useRetentionActions } from "./queries";

const LABELS = { raw: "Samples", rollup_1m: "Minutes", rollup_1h: "Hours" } as const;

/** For how long what is kept; admins change that. */
export default function Retention({ administers }: TabProps) {
  const found = useRetentionClasses();
  const { put, remove } = useRetentionActions();
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState<string | null>(null);
  const [leaving, setLeaving] = useState<RetentionClass | null>(null);
  const edited = found.data?.find(({ name }) => name === editing);
  const add = administers && (
    <Button leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)}>
      Add a class
    </Button>
  );
  return (
    <Section title="Retention classes" aside={add}>
      {found.error && <ErrorNote error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && (
        <table className={`${tables.table} ${tables.cards}`}>
          <thead>
            <tr>
              <th scope="col">Class</th>
              <th scope="col">Samples</th>
              <th scope="col">Minutes</th>
              <th scope="col">Hours</th>
              <th scope="col">PVs</th>
              <th scope="col">What it is for</th>
              <th scope="col">Changed</th>
              {administers && (
                <th scope="col">
                  <span className="sr-only">Actions</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {found.data.map((one) => (
              <tr key={one.name} data-class={one.name}>
                <th scope="row">
                  {one.name} {one.default && <span className={tables.dim}>(default)</span>}
                </th>
                {LEVELS.map((level) => (
                  <td key={level} data-label={LABELS[level]}>
                    {spoken(one[level] ?? null)}
                  </td>
                ))}
                <td data-label="PVs">{formatCount(one.pvs)}</td>
                <td className={tables.wrap}>{one.description}</td>
                <td className={tables.dim} data-label="Changed">
                  {one.changed_at ? `${one.changed_at.slice(0, 10)} by ${one.changed_by}` : "built in"}
                </td>
                {administers && (
                  <td className={tables.number}>
                    <span className={classes.actions}>
                      {(one.name !== "standard" || !one.default) && (
                        <Button
                          size="compact-xs"
                          variant="default"
                          aria-label={`Change ${one.name}`}
                          onClick={() => setEditing(one.name)}
                        >
                          Change
                        </Button>
                      )}
                      {one.name !== "standard" && one.pvs === 0 && !one.default && (
                        <Button
                          size="compact-xs"
                          variant="default"
                          aria-label={`Delete ${one.name}`}
                          onClick={() => setLeaving(one)}
                        >
                          Delete
                        </Button>
                      )}
                    </span>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className={tables.note}>
        A PV is given its class on the page of the <Link to="/pvs">PVs</Link> or by a policy; without, it is
        of the default class. A class can be deleted once no PV is of it.
      </p>
      {adding && <RetentionDialog one={null} put={put} onClose={() => setAdding(false)} />}
      {edited && (
        <RetentionDialog key={edited.name} one={edited} put={put} onClose={() => setEditing(null)} />
      )}
      {leaving && (
        <Confirm
          title={`Delete the class ${leaving.name}`}
          action="Delete"
          pending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(leaving, { onSuccess: () => setLeaving(null) })}
          onClose={() => {
            remove.reset();
            setLeaving(null);
          }}
        >
          No PV can be given it any more. What it holds is kept on for as long as it said.
        </Confirm>
      )}
    </Section>
  );
}
