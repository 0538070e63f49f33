import { setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { type Ref, useEffect, useImperativeHandle, useRef } from "react";
import type { Verdict } from "./check";
import { extensions, type Naming } from "./extensions";
import { partAt } from "./place";

/** What others may do to the editor. */
export interface EditorHandle {
  /** Put a text where the cursor is. */
  insert(text: string): void;
}

interface Props extends Naming {
  text: string;
  verdict: Verdict | undefined;
  onChange(text: string): void;
  onSubmit(): void;
  handle?: Ref<EditorHandle>;
}

/** CodeMirror with the language of expressions; what is wrong is underlined where it is. */
export default function Editor({ text, verdict, onChange, onSubmit, handle, ...naming }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | null>(null);
  const latest = useRef({ text, naming, onChange, onSubmit });
  latest.current = { text, naming, onChange, onSubmit };

  useEffect(() => {
    if (!box.current) return;
    const listen = EditorView.updateListener.of((update) => {
      if (update.docChanged) latest.current.onChange(update.state.doc.toString());
    });
    const state = EditorState.create({
      doc: latest.current.text,
      extensions: [extensions(latest.current.naming, () => latest.current.onSubmit()), listen],
    });
    const made = new EditorView({ state, parent: box.current });
    editor.current = made;
    return () => {
      editor.current = null;
      made.destroy();
    };
  }, []);

  useEffect(() => {
    const view = editor.current;
    if (!view || view.state.doc.toString() === text) return;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
  }, [text]);

  useEffect(() => {
    const view = editor.current;
    if (!view) return;
    const doc = view.state.doc.toString();
    const wrong = verdict && !verdict.ok && verdict.offset !== null ? verdict : null;
    const [from, to] = wrong ? partAt(doc, wrong.offset ?? 0) : [0, 0];
    const diagnostics = wrong ? [{ from, to, severity: "error" as const, message: wrong.message }] : [];
    view.dispatch(setDiagnostics(view.state, diagnostics));
  }, [verdict]);

  useImperativeHandle(handle, () => ({
    insert(inserted) {
      const view = editor.current;
      if (!view) return;
      view.dispatch(view.state.replaceSelection(inserted));
      view.focus();
    },
  }));

  return <div ref={box} />;
}
