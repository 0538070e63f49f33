import { Checkbox, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import { useVerdict } from "@/features/formula/check";
import { Writing } from "@/features/formula/writing";
import type { View } from "@/features/viewer/view";
import type { Condition } from "./choices";
import own from "./panel.module.css";

const SETTLE_MS = 400;

/** What is typed at once, and in the address once one stops typing; what comes by the address is taken over. */
function useTyped(inAddress: string, write: (text: string) => void) {
  const [text, setText] = useState(inAddress);
  const written = useRef(inAddress);
  const settle = useDebouncedCallback((next: string) => {
    written.current = next.trim();
    write(next.trim());
  }, SETTLE_MS);
  useEffect(() => {
    if (inAddress === written.current) return;
    written.current = inAddress;
    setText(inAddress);
  }, [inAddress]);
  const type = (next: string) => {
    setText(next);
    settle(next);
  };
  return [text, type, settle.flush] as const;
}

/** The condition of an export, as it is typed and kept in the address; `wrong` says what keeps it from being one. */
export function useCondition({ search, adjust }: View) {
  const { where = "", where_min: least = "" } = search;
  const [text, setText, settleText] = useTyped(where, (next) => adjust({ where: next || undefined }));
  const [whereMin, setWhereMin, settleMin] = useTyped(least, (next) =>
    adjust({ where_min: next || undefined }),
  );
  const checked = useVerdict(text);
  const condition: Condition = { where: text.trim(), whereMin: whereMin.trim() };
  const wrong = checked.verdict?.ok === false ? "The condition can’t be read, see above." : null;
  const settle = () => {
    settleText();
    settleMin();
  };
  return { condition, wrong, fields: { text, setText, whereMin, setWhereMin, settle, checked } };
}

interface Props {
  fields: ReturnType<typeof useCondition>["fields"];
  onSubmit(): void;
}

/** Asks what has to hold for a row to be exported; the editor is fetched when it is wanted. */
export function ConditionFields({ fields, onSubmit }: Props) {
  const { text, setText, whereMin, setWhereMin, settle, checked } = fields;
  const [wanted, setWanted] = useState(false);
  const open = wanted || text !== "";
  const want = (on: boolean) => {
    setWanted(on);
    if (!on) setText("");
  };
  return (
    <fieldset className={own.condition} aria-label="Condition of the export" onBlur={settle}>
      <Checkbox
        size="xs"
        label="Only while something holds"
        checked={open}
        onChange={(event) => want(event.currentTarget.checked)}
      />
      {open && (
        <>
          <div className={own.expression}>
            <Writing
              label="Condition"
              example={'"SR:C01:I" > 5'}
              hint="PVs stand in double quotes. Only rows of times at which it holds are exported."
              say={holdsNow}
              text={text}
              checked={checked}
              onChange={setText}
              onSubmit={onSubmit}
            />
          </div>
          <TextInput
            size="xs"
            w="8rem"
            label="For at least"
            placeholder="any time"
            value={whereMin}
            onChange={(event) => setWhereMin(event.currentTarget.value)}
          />
        </>
      )}
    </fieldset>
  );
}

function holdsNow(value: number | null): string {
  if (value === null) return "Whether it holds now is not known.";
  return value === 0 ? "It does not hold now." : "It holds now.";
}
