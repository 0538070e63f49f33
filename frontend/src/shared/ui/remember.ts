/** What a browser remembers between visits. Storage may be refused or full: then it remembers nothing. */

export function recall(key: string): string | null {
  try {
    return window.localStorage.getItem(`caflux.${key}`);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string | null): void {
  try {
    if (value === null) window.localStorage.removeItem(`caflux.${key}`);
    else window.localStorage.setItem(`caflux.${key}`, value);
  } catch {
    // Nothing depends on it but convenience.
  }
}
