const PAGES: Readonly<Record<string, string>> = {
  "/": "Dashboard",
  "/viewer": "Viewer",
  "/compare": "Compare",
  "/pvs": "PVs",
  "/pvs/policies": "Policies",
  "/pvs/groups": "Groups",
  "/health": "Health",
  "/admin": "Admin",
};

const listed = (given: unknown): string[] =>
  (Array.isArray(given) ? given : [given]).filter((one): one is string => typeof one === "string");

/** Give what tells two tabs of a page apart: which PVs it shows, or which of its parts; or nothing. */
function detailOf(pathname: string, search: Readonly<Record<string, unknown>>): string | null {
  if (pathname === "/admin") {
    const [tab] = listed(search.tab);
    return tab ? tab.charAt(0).toUpperCase() + tab.slice(1) : null;
  }
  const [first, ...more] = listed(search.pv);
  if (!first) return null;
  return more.length > 0 ? `${first} and ${more.length} more` : first;
}

/** Give the name of the page at an address, for who has just come to it. */
export const pageName = (pathname: string): string =>
  PAGES[pathname.replace(/(?<=.)\/$/, "")] ?? "There is no such page";

/** Give the title of the page at an address: what is shown comes first, for the tab leaves out the end. */
export function pageTitle(pathname: string, search: Readonly<Record<string, unknown>>): string {
  return [detailOf(pathname, search), pageName(pathname), "CAFlux"]
    .filter((part) => part !== null)
    .join(" – ");
}
