import { tracesOf, type ViewerSearch, validateViewer } from "@/features/viewer/search";

/** What is kept of a view: what its address says, and nothing else. */
export const contentOf = (search: ViewerSearch): Record<string, unknown> => {
  const { view: _view, tab: _tab, ...kept } = search;
  return { search: kept };
};

/** Give what a kept view shows; what this dashboard does not know is left out. Null: it shows nothing. */
export function searchOf(content: Record<string, unknown>): ViewerSearch | null {
  const { search } = content;
  if (typeof search !== "object" || search === null) return null;
  const found = validateViewer(search as Record<string, unknown>);
  return tracesOf(found).length > 0 ? found : null;
}
