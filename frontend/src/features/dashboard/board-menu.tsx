import { Button, Menu, Text } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import {
  IconCheck,
  IconChevronDown,
  IconCopy,
  IconDeviceFloppy,
  IconLayoutDashboard,
  IconLink,
  IconPencil,
  IconPlus,
  IconTrash,
  IconUsers,
} from "@tabler/icons-react";
import { useState } from "react";
import { ApiProblem } from "@/api/problems";
import type { DocumentEntry } from "@/api/types";
import { useDocumentActions, useDocuments, useMayChange } from "@/features/documents/queries";
import { LoginDeclined } from "@/features/session/provider";
import { useMe } from "@/features/session/queries";
import { ErrorNote } from "@/shared/ui/error-note";
import classes from "./bar.module.css";
import { EMPTY_BOARD, writeBoard } from "./model";
import { type Naming, SaveDialog } from "./save-dialog";
import { type BoardState, LINK, linkTo, OWN } from "./use-board";

type Asking = "new" | "copy" | "rename" | null;

const UNSAVED: Record<string, string> = { [OWN]: "My board", [LINK]: "From a link" };

/** Which board is shown, and what can be done with boards: save, share, copy, delete. */
export function BoardMenu({ state }: { state: BoardState }) {
  const { id, board, saved, dirty, base, discard, show } = state;
  const boards = useDocuments("board");
  const { add, change, remove } = useDocumentActions("board");
  const mayChange = useMayChange();
  const me = useMe();
  const [asking, setAsking] = useState<Asking>(null);
  const clipboard = useClipboard();
  const changeable = saved !== undefined && mayChange(saved);
  const content = writeBoard(board);
  // An address of what others can't open, or of what it was before, is no help to them.
  const lasting = saved?.shared && !dirty;
  const title = saved?.name ?? UNSAVED[id] ?? "…";
  const ask = (what: Asking) => {
    add.reset();
    change.reset();
    setAsking(what);
  };
  const save = (naming: Naming, version: number | "*") =>
    saved &&
    change.mutate(
      { id: saved.id, version, ...naming, content },
      {
        onSuccess: () => {
          discard();
          setAsking(null);
        },
      },
    );
  const saveAsIs = (version: number | "*") =>
    saved && save({ name: saved.name, description: saved.description, shared: saved.shared }, version);
  const make = (naming: Naming) => {
    const made = asking === "new" ? writeBoard(EMPTY_BOARD) : content;
    add.mutate(
      { ...naming, content: made },
      {
        onSuccess: (document) => {
          if (asking === "copy" && id !== OWN) discard();
          setAsking(null);
          show(document.id);
        },
      },
    );
  };
  const conflict = change.error instanceof ApiProblem && change.error.status === 412;
  const own = (boards.data ?? []).filter(({ shared }) => !shared);
  const shared = (boards.data ?? []).filter((one) => one.shared);
  const failed = asking === null ? (change.error ?? remove.error) : null;

  return (
    <div className={classes.boards}>
      <Menu position="bottom-start" width={280}>
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            size="sm"
            className={classes.current ?? ""}
            leftSection={<IconLayoutDashboard size={17} />}
            rightSection={<IconChevronDown size={14} />}
            aria-label={`Board: ${title}`}
          >
            {title}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah="70dvh" className={classes.list ?? ""}>
          <Entry
            name={UNSAVED[OWN] ?? ""}
            note="In this browser"
            current={id === OWN}
            onShow={() => show(OWN)}
          />
          {shared.length > 0 && <Menu.Label>Shared</Menu.Label>}
          {shared.map((one) => (
            <Saved key={one.id} one={one} current={one.id === id} onShow={show} />
          ))}
          {own.length > 0 && <Menu.Label>Mine</Menu.Label>}
          {own.map((one) => (
            <Saved key={one.id} one={one} current={one.id === id} onShow={show} />
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconPlus size={15} />} onClick={() => ask("new")}>
            New board…
          </Menu.Item>
          <Menu.Item leftSection={<IconCopy size={15} />} onClick={() => ask("copy")}>
            {saved ? "Save a copy…" : "Save as…"}
          </Menu.Item>
          {changeable && (
            <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => ask("rename")}>
              Rename or share…
            </Menu.Item>
          )}
          {board.tiles.length > 0 && (
            <Menu.Item
              leftSection={<IconLink size={15} />}
              closeMenuOnClick={false}
              onClick={() =>
                clipboard.copy(lasting ? `${window.location.origin}/?board=${saved.id}` : linkTo(board))
              }
            >
              {clipboard.copied ? "Copied" : lasting ? "Copy its address" : "Copy a link with all its tiles"}
            </Menu.Item>
          )}
          {changeable && (
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={15} />}
              onClick={() => remove.mutate(saved, { onSuccess: () => show(OWN) })}
            >
              Delete this board
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {saved?.shared && (
        <Text size="xs" c="dimmed" className={classes.shared ?? ""}>
          <IconUsers size={13} aria-hidden="true" /> Shared
        </Text>
      )}
      {dirty && (
        <span className={classes.unsaved} role="status">
          Not saved
          {changeable ? (
            <Button
              size="compact-xs"
              leftSection={<IconDeviceFloppy size={13} />}
              loading={change.isPending}
              onClick={() => saveAsIs(base)}
            >
              Save
            </Button>
          ) : (
            <Button size="compact-xs" onClick={() => ask("copy")}>
              Save a copy…
            </Button>
          )}
          <Button size="compact-xs" variant="default" onClick={discard}>
            Discard
          </Button>
        </span>
      )}
      {failed && !(failed instanceof LoginDeclined) && (
        <div className={classes.problem}>
          <ErrorNote error={failed} />
          {conflict && (
            <Button.Group>
              <Button variant="default" onClick={() => saveAsIs("*")}>
                Overwrite it
              </Button>
              <Button variant="default" onClick={() => ask("copy")}>
                Save a copy…
              </Button>
            </Button.Group>
          )}
        </div>
      )}
      {asking === "rename" && saved && (
        <SaveDialog
          title="Rename or share the board"
          action="Save"
          first={saved}
          mayUnshare={saved.owner === me?.name}
          error={change.error}
          pending={change.isPending}
          onSave={(naming) => save(naming, base)}
          onClose={() => ask(null)}
        />
      )}
      {(asking === "new" || asking === "copy") && (
        <SaveDialog
          title={asking === "new" ? "New board" : "Save the board"}
          action={asking === "new" ? "Make it" : "Save"}
          first={{ name: "", description: "", shared: false }}
          mayUnshare
          error={add.error}
          pending={add.isPending}
          onSave={make}
          onClose={() => ask(null)}
        />
      )}
    </div>
  );
}

interface EntryProps {
  name: string;
  note: string;
  current: boolean;
  onShow(): void;
}

function Entry({ name, note, current, onShow }: EntryProps) {
  return (
    <Menu.Item onClick={onShow} rightSection={current ? <IconCheck size={14} /> : null}>
      <span className={classes.entry}>
        <span>{name}</span>
        <span className={classes.note}>{note}</span>
      </span>
    </Menu.Item>
  );
}

function Saved({ one, current, onShow }: { one: DocumentEntry; current: boolean; onShow(id: string): void }) {
  const note = one.description || (one.shared && one.owner ? `by ${one.owner}` : "");
  return <Entry name={one.name} note={note} current={current} onShow={() => onShow(one.id)} />;
}
