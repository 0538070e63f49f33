import { ActionIcon, Button, Group, Text, Tooltip } from "@mantine/core";
import { IconLink, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answerOf, configApi } from "@/api/clients";
import { ApiProblem } from "@/api/problems";
import type { DocumentEntry } from "@/api/types";
import { useDocumentActions, useDocuments, useMayChange } from "@/features/documents/queries";
import { LoginDeclined } from "@/features/session/provider";
import { useMe } from "@/features/session/queries";
import type { View } from "@/features/viewer/view";
import { formatAge } from "@/shared/time/format";
import { useNow } from "@/shared/ui/clock";
import { copyText } from "@/shared/ui/copy";
import { ErrorNote } from "@/shared/ui/error-note";
import { searchOf } from "./content";
import classes from "./dialog.module.css";

/** The views that are shared, and one's own. */
export function SavedList({ view, onOpened }: { view: View; onOpened(): void }) {
  const me = useMe();
  const cache = useQueryClient();
  const { data, error, refetch } = useDocuments("view");
  const [failed, setFailed] = useState<unknown>(null);
  const open = async ({ id, name }: DocumentEntry) => {
    try {
      const found = await cache.fetchQuery({
        queryKey: ["documents", "one", id],
        queryFn: () =>
          answerOf(`Opening ${name}`, configApi.GET("/v1/documents/{id}", { params: { path: { id } } })),
      });
      const search = searchOf(found.content);
      if (!search) throw new ApiProblem(`Opening ${name}`, 422, "nothing in it is known to this dashboard");
      view.replace(search);
      onOpened();
    } catch (thrown) {
      setFailed(thrown);
    }
  };
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (data?.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No view is saved yet. Put together traces, axes and a range, then save them here: for yourself, or for
        everybody.
      </Text>
    );
  }
  return (
    <>
      {failed !== null && <ErrorNote error={failed} />}
      <ul className={classes.list} aria-label="Saved views">
        {data?.map((entry) => (
          <Entry
            key={entry.id}
            entry={entry}
            mine={entry.owner === me?.name}
            onOpen={() => void open(entry)}
          />
        ))}
      </ul>
    </>
  );
}

function Entry({ entry, mine, onOpen }: { entry: DocumentEntry; mine: boolean; onOpen(): void }) {
  const now = useNow(60_000);
  const mayChange = useMayChange();
  const { remove } = useDocumentActions("view");
  const [asked, setAsked] = useState(false);
  const [copied, setCopied] = useState(false);
  const { id, name, description, shared, owner, changed_at } = entry;
  const link = async () =>
    setCopied(await copyText(`${window.location.origin}/viewer?view=${encodeURIComponent(id)}`));
  return (
    <li data-view={name}>
      <button type="button" className={classes.open} onClick={onOpen}>
        <strong>{name}</strong>
        <span>
          {description && `${description} · `}
          {shared ? `shared by ${mine ? "you" : owner || "somebody who left"}` : "your own"} ·{" "}
          {formatAge(now - Date.parse(changed_at))}
        </span>
      </button>
      {shared && (
        <Tooltip label={copied ? "Copied" : "Copy a link to it"}>
          <ActionIcon aria-label={`Copy a link to ${name}`} onClick={() => void link()}>
            <IconLink size={16} />
          </ActionIcon>
        </Tooltip>
      )}
      {mayChange(entry) &&
        (asked ? (
          <Group gap={4} wrap="nowrap">
            <Button
              size="compact-xs"
              color="red"
              loading={remove.isPending}
              onClick={() => remove.mutate({ id, name })}
            >
              Delete it
            </Button>
            <Button size="compact-xs" variant="default" onClick={() => setAsked(false)}>
              Keep it
            </Button>
          </Group>
        ) : (
          <ActionIcon aria-label={`Delete ${name}`} onClick={() => setAsked(true)}>
            <IconTrash size={16} />
          </ActionIcon>
        ))}
      {remove.error && !(remove.error instanceof LoginDeclined) && <ErrorNote error={remove.error} />}
    </li>
  );
}
