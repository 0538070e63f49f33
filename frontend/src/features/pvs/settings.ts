import type { Pv, PvSettings } from "@/api/types";

/** Settings while they are edited: as fields hold them. */
export interface Form {
  mode: "monitor" | "scan";
  period: number | string;
  deadband: number | string;
  maxRate: number | string;
  controller: string;
  useAdel: boolean;
  fields: string[];
  replicas: number | string;
  groups: string[];
  tags: string[];
  owner: string;
  retention: string;
  description: string;
}

export const NEW: Form = {
  mode: "monitor",
  period: 1,
  deadband: "",
  maxRate: "",
  controller: "",
  useAdel: false,
  fields: [],
  replicas: 1,
  groups: [],
  tags: [],
  owner: "",
  retention: "",
  description: "",
};

export const formOf = (pv: Pv): Form => ({
  mode: pv.mode ?? "monitor",
  period: pv.period_s ?? 1,
  deadband: pv.deadband ?? "",
  maxRate: pv.max_rate_hz ?? "",
  controller: pv.controlling_pv ?? "",
  useAdel: pv.use_adel ?? false,
  fields: [...(pv.fields ?? [])],
  replicas: pv.replicas ?? 1,
  groups: [...(pv.groups ?? [])],
  tags: [...(pv.tags ?? [])],
  owner: pv.owner ?? "",
  retention: pv.retention ?? "",
  description: pv.description ?? "",
});

const numberOr = (value: number | string): number | null => (value === "" ? null : Number(value));

export const settingsOf = (form: Form, collector: string | null = null): PvSettings => ({
  mode: form.mode,
  period_s: form.mode === "scan" ? Number(form.period) : null,
  deadband: numberOr(form.deadband),
  max_rate_hz: numberOr(form.maxRate),
  controlling_pv: form.controller.trim() || null,
  use_adel: form.useAdel,
  fields: form.fields,
  replicas: Number(form.replicas) || 1,
  collector,
  groups: form.groups,
  tags: form.tags,
  owner: form.owner.trim(),
  retention: form.retention || null,
  description: form.description.trim(),
});
