import type { PanelProps } from "./registry";

export default function Table(_: PanelProps) {
  return null;
}
