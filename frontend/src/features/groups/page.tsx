import { Button, Text, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useUsers } from "@/features/admin/queries";
import { Section } from "@/features/health/section";
import tables from "@/features/health/tables.module.css";
import policyClasses from "@/features/policies/page.module.css";
import { LastDone } from "@/features/pvs/last-done";
import { useLabels, usePvActions } from "@/features/pvs/queries";
import { Failed } from "@/features/session/failed";
import { LoginDeclined } from "@/features/session/provider";
import { useMay, useSessionState } from "@/features/session/queries";
import { formatCount } from "@/shared/format/value";
import { Confirm } from "@/shared/ui/confirm";
import { Empty } from "@/shared/ui/empty";
import { ErrorNote } from "@/shared/ui/error-note";
import { AddMembers, Rename } from "./dialogs";
import { reaching } from "./groups";
import classes from "./page.module.css";
import { useGroupChange, useGroupsOfPolicies } from "./queries";

type Doing = { kind: "make" } | { kind: "add" | "rename" | "delete"; group: string } | null;

/** The groups of PVs: who is in them, what puts PVs into them, and who may change these. */
export default function GroupsPage() {
  const labels = useLabels();
  const policies = useGroupsOfPolicies();
  const actions = usePvActions();
  const change = useGroupChange(actions);
  const configures = useMay("configure");
  const administers = useSessionState()?.permissions.includes("administer") ?? false;
  const [doing, setDoing] = useState<Doing>(null);
  const groups = labels.data?.groups ?? [];
  const close = () => {
    change.reset();
    setDoing(null);
  };
  const make = configures && (
    <Button leftSection={<IconPlus size={15} />} onClick={() => setDoing({ kind: "make" })}>
      Make a group
    </Button>
  );
  const pvsOf = (group: string) => groups.find(({ name }) => name === group)?.pvs ?? 0;
  return (
    <div className={policyClasses.page}>
      <div className={policyClasses.head}>
        <Title order={1} size="h4">
          Groups
        </Title>
        <Text size="sm" c="dimmed">
          Words that PVs have in common: to find them, to compare them, and to say who may change which.{" "}
          <Link to="/pvs">Back to the PVs</Link>
        </Text>
      </div>
      {labels.error && <ErrorNote error={labels.error} onRetry={() => void labels.refetch()} />}
      <Failed of={actions.undo} />
      {actions.done && <LastDone actions={actions} />}
      {labels.data && groups.length === 0 ? (
        <Empty title="There is no group yet" action={make || null}>
          Put PVs that belong together into one: the magnets of a sector, all that the vacuum group looks
          after.
        </Empty>
      ) : (
        <Section title="All groups" aside={make}>
          <table className={tables.table}>
            <thead>
              <tr>
                <th scope="col">Group</th>
                <th scope="col">PVs</th>
                <th scope="col">Put into it by</th>
                {administers && <th scope="col">Who is limited to it</th>}
                {configures && (
                  <th scope="col">
                    <span className="sr-only">Actions</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {groups.map(({ name, pvs }) => (
                <tr key={name} data-group={name}>
                  <th scope="row">{name}</th>
                  <td>
                    <Link to="/pvs" search={{ group: name }} aria-label={`The PVs in ${name}`}>
                      {formatCount(pvs)}
                    </Link>
                  </td>
                  <td className={tables.dim}>{policies.data?.get(name)?.join(", ") || "hand"}</td>
                  {administers && <Limited group={name} />}
                  {configures && (
                    <td className={tables.number}>
                      <span className={classes.actions}>
                        {(["add", "rename", "delete"] as const).map((kind) => (
                          <Button
                            key={kind}
                            size="compact-xs"
                            variant="default"
                            aria-label={`${WORDS[kind]} ${name}`}
                            onClick={() => setDoing({ kind, group: name })}
                          >
                            {kind === "add" ? "Add PVs" : WORDS[kind]}
                          </Button>
                        ))}
                      </span>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </Section>
      )}
      <Text size="xs" c="dimmed">
        Who may configure PVs may change every group, unless an admin has limited them to some PVs or groups;
        they take nothing into a group of theirs and give nothing away.
      </Text>
      {doing?.kind === "make" && <AddMembers group={null} change={change} onClose={close} />}
      {doing?.kind === "add" && <AddMembers group={doing.group} change={change} onClose={close} />}
      {doing?.kind === "rename" && (
        <Rename
          group={doing.group}
          pvs={pvsOf(doing.group)}
          taken={groups.map(({ name }) => name)}
          warning={<Named policies={policies.data?.get(doing.group)} />}
          change={change}
          onClose={close}
        />
      )}
      {doing?.kind === "delete" && (
        <Confirm
          title={`Delete the group ${doing.group}`}
          action="Delete the group"
          pending={change.isPending}
          error={change.error instanceof LoginDeclined ? null : change.error}
          onConfirm={() =>
            change.mutate(
              { of: doing.group, names: [], into: null, outOf: doing.group },
              { onSuccess: close },
            )
          }
          onClose={close}
        >
          Its {formatCount(pvsOf(doing.group))} PVs are archived on and keep their other groups; they are only
          not in this one any more. It can be undone.
          <Named policies={policies.data?.get(doing.group)} />
        </Confirm>
      )}
    </div>
  );
}

const WORDS = { add: "Add PVs to", rename: "Rename", delete: "Delete" };

/** Who may change PVs of a group and no others; only admins are told. */
function Limited({ group }: { group: string }) {
  const users = useUsers();
  return (
    <td className={tables.dim}>{users.data ? reaching(users.data, group).join(", ") || "nobody" : "…"}</td>
  );
}

/** What names a group besides its PVs, and does not follow. */
function Named({ policies }: { policies: readonly string[] | undefined }) {
  return (
    <Text size="xs" c="dimmed" mt="xs">
      {policies
        ? `New PVs are still put into it by the policies ${policies.join(", ")}, until you change them. `
        : ""}
      Users who are limited to it lose its PVs until an admin gives them others.
    </Text>
  );
}
