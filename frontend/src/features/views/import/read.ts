import { type ImportedView, NotReadable } from "./imported";
import { readPlt } from "./plt";
import { isStp, readStp } from "./stp";

/** As many characters of a file are read; those of the tools have some thousands. */
export const LONGEST = 2_000_000;

/**
 * Read a file of Phoebus' Data Browser or of StripTool; which it is, its beginning tells.
 *
 * @param parseXml As `DOMParser` does it.
 * @throws NotReadable it is neither, or broken.
 */
export function readForeign(text: string, parseXml: (text: string) => Document): ImportedView {
  if (text.length > LONGEST) throw new NotReadable("The file is too long to be a view");
  const begin = text.replace(/^\uFEFF/, "").trimStart();
  if (begin.startsWith("<")) return readPlt(parseXml(begin));
  if (isStp(begin)) return readStp(begin);
  throw new NotReadable("This is neither a Data Browser file (.plt) of Phoebus nor one of StripTool (.stp)");
}

/** Parse XML in a browser. */
export function parseXml(text: string): Document {
  const document = new DOMParser().parseFromString(text, "application/xml");
  const broken = document.querySelector("parsererror");
  if (broken) throw new NotReadable(`The file is broken XML: ${broken.textContent?.trim().split("\n")[0]}`);
  return document;
}
