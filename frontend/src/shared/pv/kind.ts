import type { Described } from "@/api/types";
import type { Value } from "@/shared/format/value";

/** How a PV is drawn: a line, a line between labelled states, labels, or a curve of its elements. */
export type PvKind = "number" | "enum" | "text" | "waveform";

/** Tell how to draw a PV from its metadata, or from a value where its IOC never told. */
export function kindOf(pv: Described | null | undefined, sample?: Value): PvKind {
  if (typeof sample === "string") return "text";
  if (sample !== undefined && typeof sample !== "number") return "waveform";
  const metadata = pv?.metadata;
  if (!metadata) return "number";
  if (metadata.native_type === "string") return "text";
  if (metadata.native_type === "enum" && metadata.enum_strings?.length) return "enum";
  return metadata.element_count > 1 ? "waveform" : "number";
}
