import { ActionIcon, Kbd, Popover, Tooltip } from "@mantine/core";
import { IconKeyboard } from "@tabler/icons-react";
import { useState } from "react";
import { KEYS } from "./chart/keys";
import classes from "./keys-help.module.css";

const POINTER = [
  ["Drag", "Zoom in"],
  ["Wheel", "Zoom where the cursor is; with Shift: move"],
  ["Shift + drag", "Move; on a touch screen with two fingers"],
  ["Double click", "Back to the last range"],
  ["On an axis of values", "Drag moves it, the wheel stretches it, a double click: automatic"],
] as const;

/** What the pointer and the keyboard do in the chart. */
export function Keys() {
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" withArrow trapFocus>
      <Popover.Target>
        <Tooltip label="Keyboard and pointer" disabled={opened}>
          <ActionIcon aria-label="Keyboard and pointer" onClick={() => setOpened(!opened)}>
            <IconKeyboard size={17} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label="Keyboard and pointer">
        <dl className={classes.keys}>
          {[...POINTER, ...KEYS].map(([keys, does]) => (
            <div key={keys}>
              <dt>
                <Kbd size="xs">{keys}</Kbd>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
      </Popover.Dropdown>
    </Popover>
  );
}
