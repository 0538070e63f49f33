import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching } from "@codemirror/language";
import { unifiedMergeView } from "@codemirror/merge";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";
import classes from "./editor.module.css";

interface Props {
  text: string;
  /** Shown where it differs from this; null: only the text is shown. */
  against: string | null;
  readOnly: boolean;
  onChange(text: string): void;
}

const LOOK = EditorView.theme({
  "&": { fontSize: "13px", backgroundColor: "var(--cf-surface)", color: "var(--cf-text)" },
  ".cm-content": { caretColor: "var(--cf-accent)", fontFamily: "var(--mantine-font-family-monospace)" },
  ".cm-gutters": { backgroundColor: "var(--cf-raised)", color: "var(--cf-dim)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--cf-accent-soft)" },
  ".cm-cursor": { borderLeftColor: "var(--cf-accent)" },
});

/** The policies as text, with what is different from what is stored. */
export function Editor({ text, against, readOnly, onChange }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const told = useRef(onChange);
  told.current = onChange;
  const first = useRef(text);
  const comparing = useRef(new Compartment());

  useEffect(() => {
    const parent = box.current;
    if (!parent) return;
    const made = new EditorView({
      parent,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          lineNumbers(),
          history(),
          bracketMatching(),
          highlightActiveLine(),
          // Tab leaves the editor: who works with the keyboard must get out again.
          keymap.of([...defaultKeymap, ...historyKeymap]),
          yaml(),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": "Policies as YAML" }),
          EditorState.readOnly.of(readOnly),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) told.current(update.state.doc.toString());
          }),
          comparing.current.of([]),
          LOOK,
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, [readOnly]);

  useEffect(() => {
    const made = view.current;
    if (!made || made.state.doc.toString() === text) return;
    made.dispatch({ changes: { from: 0, to: made.state.doc.length, insert: text } });
  }, [text]);

  useEffect(() => {
    view.current?.dispatch({
      effects: comparing.current.reconfigure(
        against === null ? [] : unifiedMergeView({ original: against, mergeControls: false }),
      ),
    });
  }, [against]);

  return <div ref={box} className={classes.editor} />;
}
