/** Copy a text; false where the browser does not allow it, as on a page that came over plain HTTP. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Have the browser save data as a file. */
export function saveFile(name: string, data: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(data);
  link.download = name;
  link.click();
  // Only once it has been taken up may it go.
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Make of a text what may be part of a file's name on any system. */
export const fileName = (text: string): string =>
  text
    .replace(/[^\p{L}\p{N}._-]+/gu, "_")
    .replace(/^[._]+/, "")
    .slice(0, 80) || "caflux";
