import { Loader } from "@mantine/core";
import { useEffect, useMemo } from "react";
import { useDocument } from "@/features/documents/queries";
import type { View } from "@/features/viewer/view";
import { Empty } from "@/shared/ui/empty";
import { ErrorNote } from "@/shared/ui/error-note";
import { searchOf } from "./content";

/** Shows the saved view that an address names. */
export default function OpenView({ id, view }: { id: string; view: View }) {
  const { data, error, refetch } = useDocument(id, "view");
  const search = useMemo(() => data && searchOf(data.content), [data]);
  const { replace } = view;
  useEffect(() => {
    if (search) replace(search);
  }, [search, replace]);
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (data && !search) {
    return <Empty title={data.name}>Nothing in this view is known to this dashboard.</Empty>;
  }
  return <Loader size="sm" aria-label="Opening the view" />;
}
