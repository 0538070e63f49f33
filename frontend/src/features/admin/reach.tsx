import { TagsInput } from "@mantine/core";
import type { User, UserRole } from "@/api/types";
import { useLabels } from "@/features/pvs/queries";

/** A reach while it is edited: which PVs somebody may change; nothing chosen is every PV. */
export interface ReachForm {
  names: string[];
  groups: string[];
}

export const EVERYTHING: ReachForm = { names: [], groups: [] };

/** Whether a role is one that a reach limits. */
export const limited = (role: UserRole): boolean => role === "operator" || role === "engineer";

export const formOf = ({ reach }: Pick<User, "reach">): ReachForm => ({
  names: [...(reach?.names ?? [])],
  groups: [...(reach?.groups ?? [])],
});

/** Give a reach as config-api takes it; null: every PV. */
export const reachOf = ({ names, groups }: ReachForm): ReachForm | null =>
  names.length + groups.length > 0 ? { names, groups } : null;

interface Props {
  reach: ReachForm;
  onChange(reach: ReachForm): void;
}

/** The PVs that somebody may change, as fields. */
export function ReachFields({ reach, onChange }: Props) {
  const labels = useLabels();
  return (
    <>
      <TagsInput
        label="May change only these PVs"
        description="Patterns like SR:*; with no pattern and no group, every PV."
        value={reach.names}
        splitChars={[",", " ", ";"]}
        onChange={(names) => onChange({ ...reach, names })}
      />
      <TagsInput
        label="And those in these groups"
        data={(labels.data?.groups ?? []).map(({ name }) => name)}
        splitChars={[",", " ", ";"]}
        value={reach.groups}
        onChange={(groups) => onChange({ ...reach, groups })}
      />
    </>
  );
}
