import { ActionIcon, Kbd, Popover, Tooltip } from "@mantine/core";
import { IconKeyboard } from "@tabler/icons-react";
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
  return (
    <Popover position="bottom-end" withArrow trapFocus>
      <Popover.Target>
        <Tooltip label="Keyboard and pointer">
          <ActionIcon aria-label="Keyboard and pointer">
            <IconKeyboard size={17} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
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
