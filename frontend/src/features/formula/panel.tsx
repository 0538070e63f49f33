import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconPencil, IconX } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useMay } from "@/features/session/queries";
import { type TraceSpec, traceId } from "@/features/viewer/model/trace-spec";
import type { PanelProps } from "@/features/viewer/panels/registry";
import { formatNumber } from "@/shared/format/value";
import { useVerdict } from "./check";
import type { EditorHandle } from "./editor";
import { Help } from "./help";
import classes from "./panel.module.css";
import { SaveDialog } from "./save-dialog";
import { Writing } from "./writing";

/** Draws what is computed from PVs: an editor of expressions, what is wrong with one, and help beside it. */
export default function Formula({ view }: PanelProps) {
  const { specs, setTraces } = view;
  const formulas = specs.filter(({ kind }) => kind === "expr");
  const [text, setText] = useState("");
  const [label, setLabel] = useState("");
  const [edited, setEdited] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const editor = useRef<EditorHandle>(null);
  const checked = useVerdict(text);
  const { verdict } = checked;
  const configures = useMay("configure");

  const begin = (spec: TraceSpec | null) => {
    setEdited(spec && traceId(spec));
    setText(spec?.text ?? "");
    setLabel(spec?.label ?? "");
  };
  const submit = () => {
    const expression = text.trim();
    if (expression === "" || verdict?.ok === false) return;
    const made = (before?: TraceSpec): TraceSpec => ({
      ...before,
      kind: "expr",
      text: expression,
      label: label.trim() || undefined,
    });
    if (edited === null) setTraces([...specs, made()]);
    else setTraces(specs.map((spec) => (traceId(spec) === edited ? made(spec) : spec)));
    begin(null);
  };

  return (
    <div className={classes.panel}>
      <div className={classes.work}>
        <Writing
          label="Formula"
          example={'"SR:C01:I" - "SR:C02:I"'}
          hint="PVs stand in double quotes. Enter draws it, Shift-Enter begins another line."
          say={(value) => (value === null ? "Not known now." : `Now ${formatNumber(value)}`)}
          text={text}
          checked={checked}
          onChange={setText}
          onSubmit={submit}
          handle={editor}
        />
        <div className={classes.actions}>
          <TextInput
            size="xs"
            label="Name in the legend"
            placeholder="As it is written"
            value={label}
            onChange={(event) => setLabel(event.currentTarget.value)}
            onKeyDown={(event) => event.key === "Enter" && submit()}
          />
          <Button disabled={text.trim() === "" || verdict?.ok === false} onClick={submit}>
            {edited === null ? "Draw it" : "Change it"}
          </Button>
          {edited !== null && (
            <Button variant="default" onClick={() => begin(null)}>
              Leave it as it was
            </Button>
          )}
          {configures && (
            <Button variant="default" disabled={!verdict?.ok} onClick={() => setSaving(true)}>
              Save as virtual PV…
            </Button>
          )}
        </div>
        {formulas.length > 0 && (
          <ul className={classes.list} aria-label="Formulas that are drawn">
            {formulas.map((spec) => (
              <li key={traceId(spec)} data-edited={traceId(spec) === edited}>
                <span className={classes.formula}>
                  {spec.label && <strong>{spec.label} </strong>}
                  <code>{spec.text}</code>
                </span>
                <ActionIcon
                  size="sm"
                  aria-label={`Edit ${spec.label ?? spec.text}`}
                  onClick={() => begin(spec)}
                >
                  <IconPencil size={15} />
                </ActionIcon>
                <ActionIcon
                  size="sm"
                  aria-label={`Remove the formula ${spec.label ?? spec.text}`}
                  onClick={() => view.setTrace(traceId(spec), null)}
                >
                  <IconX size={15} />
                </ActionIcon>
              </li>
            ))}
          </ul>
        )}
      </div>
      <Help onInsert={(inserted) => editor.current?.insert(inserted)} />
      {saving && (
        <SaveDialog
          expression={text.trim()}
          onClose={() => setSaving(false)}
          onSaved={(name) => {
            setTraces([...specs.filter((spec) => traceId(spec) !== edited), { kind: "pv", text: name }]);
            begin(null);
            setSaving(false);
          }}
        />
      )}
    </div>
  );
}
