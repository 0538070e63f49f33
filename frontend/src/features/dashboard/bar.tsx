import { ActionIcon, Button, Menu, SegmentedControl, Tooltip } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowsMove,
  IconMaximize,
  IconPlus,
} from "@tabler/icons-react";
import { PvPicker } from "@/shared/pv/picker";
import classes from "./bar.module.css";
import { BoardMenu } from "./board-menu";
import { KINDS } from "./kinds";
import { pvsOfBoard, type TileKind } from "./model";
import type { BoardState } from "./use-board";

const SPANS = ["1m", "10m", "1h", "8h"];
const spoken = (span: string) => span.replace(/([a-z]+)/, " $1").replace(" m", " min");

interface Props {
  state: BoardState;
  arranging: boolean;
  onArrange(on: boolean): void;
  onNew(kind: TileKind): void;
  onWall(): void;
  /** Adds a tile for each PV. */
  onAdd(names: readonly string[]): void;
  /** Undoes the last change, does it again; null: there is none. */
  onUndo: (() => void) | null;
  onRedo: (() => void) | null;
}

/** What stands above a board: which one, what to add, how much is shown, how it is arranged. */
export function Bar({ state, arranging, onArrange, onNew, onWall, onAdd, onUndo, onRedo }: Props) {
  const { board, change } = state;
  return (
    <div className={classes.bar}>
      <BoardMenu state={state} />
      <div className={classes.adding}>
        <PvPicker chosen={pvsOfBoard(board)} onAdd={onAdd} />
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default" leftSection={<IconPlus size={15} />}>
              Tile
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {KINDS.map(({ kind, label, Icon }) => (
              <Menu.Item key={kind} leftSection={<Icon size={15} />} onClick={() => onNew(kind)}>
                {label}…
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
      <div className={classes.tools}>
        <SegmentedControl
          size="xs"
          aria-label="How much is shown"
          data={[...new Set([...SPANS, board.span])].map((span) => ({ value: span, label: spoken(span) }))}
          value={board.span}
          onChange={(span) => change({ ...board, span })}
        />
        {(onUndo || onRedo) && (
          <>
            <Step label="Undo" Icon={IconArrowBackUp} onStep={onUndo} />
            <Step label="Redo" Icon={IconArrowForwardUp} onStep={onRedo} />
          </>
        )}
        <Button
          className={classes.arrange ?? ""}
          variant={arranging ? "filled" : "default"}
          leftSection={<IconArrowsMove size={15} />}
          aria-pressed={arranging}
          onClick={() => onArrange(!arranging)}
        >
          {arranging ? "Done" : "Arrange"}
        </Button>
        <Tooltip label="Full screen, for a wall">
          <ActionIcon aria-label="Full screen" onClick={onWall}>
            <IconMaximize size={17} />
          </ActionIcon>
        </Tooltip>
      </div>
    </div>
  );
}

const Step = ({ label, Icon, onStep }: StepProps) => (
  <Tooltip label={`${label} the last change`}>
    <ActionIcon aria-label={label} disabled={!onStep} onClick={() => onStep?.()}>
      <Icon size={17} />
    </ActionIcon>
  </Tooltip>
);

interface StepProps {
  label: string;
  Icon: typeof IconArrowBackUp;
  onStep: (() => void) | null;
}
