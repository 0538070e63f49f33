/** Write the name of a PV as expressions do: in double quotes, those in the name twice. */
export const quoted = (pv: string): string => `"${pv.replaceAll('"', '""')}"`;
