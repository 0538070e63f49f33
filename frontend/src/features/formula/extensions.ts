import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  completionStatus,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView, keymap, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { answerOf, queryApi } from "@/api/clients";
import { quoted } from "@/shared/pv/expression";
import { FUNCTIONS, WORDS } from "./functions";
import { placeAt } from "./place";

const MOST = 30;
const NAMES = new Set(FUNCTIONS.map(({ name }) => name));
const KNOWN = new Set<string>(WORDS);

const language = StreamLanguage.define({
  token(stream) {
    if (stream.eatSpace()) return null;
    if (stream.match(/^"(?:[^"]|"")*"?/)) return "string";
    if (stream.match(/^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+|ms|us|ns|[wdhms])*/)) return "number";
    const word = stream.match(/^[\p{L}_][\p{L}\d_]*/u);
    if (word) {
      const [text] = word as RegExpMatchArray;
      if (KNOWN.has(text)) return "keyword";
      return NAMES.has(text) ? "function" : "invalid";
    }
    stream.next();
    return "operator";
  },
  tokenTable: { function: tags.function(tags.variableName) },
});

const style = HighlightStyle.define([
  { tag: tags.string, color: "var(--cf-accent)" },
  { tag: tags.number, color: "var(--cf-ok)" },
  { tag: tags.keyword, fontWeight: "600" },
  { tag: tags.function(tags.variableName), color: "var(--cf-invalid)" },
  { tag: tags.operator, color: "var(--cf-dim)" },
]);

const theme = EditorView.theme({
  "&": {
    fontSize: "0.875rem",
    backgroundColor: "var(--cf-surface)",
    color: "var(--cf-text)",
    border: "1px solid var(--cf-line-strong)",
    borderRadius: "6px",
  },
  "&.cm-focused": { outline: "2px solid var(--cf-accent)", outlineOffset: "-1px" },
  ".cm-content": { padding: "0.5rem 0.25rem", minHeight: "3.75rem", caretColor: "var(--cf-text)" },
  ".cm-cursor": { borderLeftColor: "var(--cf-text)" },
  ".cm-placeholder": { color: "var(--cf-dim)" },
  ".cm-tooltip": {
    backgroundColor: "var(--cf-raised)",
    color: "var(--cf-text)",
    border: "1px solid var(--cf-line-strong)",
    borderRadius: "6px",
  },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--cf-accent-soft)",
    color: "var(--cf-text)",
  },
  ".cm-completionDetail": { color: "var(--cf-dim)", fontStyle: "normal", marginLeft: "1rem" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--cf-major)" },
  ".cm-matchingBracket": { backgroundColor: "var(--cf-accent-soft)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--cf-accent-soft)",
  },
});

function completeWords(context: CompletionContext): CompletionResult | null {
  const place = placeAt(context.state.doc.toString(), context.pos);
  if (place?.kind === "pv" || (!place && !context.explicit)) return null;
  const functions = FUNCTIONS.map<Completion>(({ name, usage, help }) => ({
    label: name,
    displayLabel: usage,
    detail: help,
    type: "function",
    apply: `${name}(`,
  }));
  const words = WORDS.map<Completion>((label) => ({ label, type: "keyword" }));
  return { from: place?.from ?? context.pos, options: [...functions, ...words], validFor: /^[\w]*$/ };
}

async function completePvs(context: CompletionContext): Promise<CompletionResult | null> {
  const place = placeAt(context.state.doc.toString(), context.pos);
  if (!place || (place.kind === "word" && place.typed.length < 2)) return null;
  const abort = new AbortController();
  context.addEventListener("abort", () => abort.abort());
  const params = { query: { q: place.typed, limit: MOST } };
  const request = queryApi.GET("/v1/search", { params, signal: abort.signal });
  // Without an answer there is nothing to offer; what is wrong with the API is said where it is asked for data.
  const found = await answerOf("Searching PVs", request).catch(() => null);
  if (!found || context.aborted) return null;
  return {
    from: place.from,
    filter: false,
    options: found.pvs.map(({ name, description, egu }) => ({
      label: name,
      detail: [description, egu].filter(Boolean).join(", "),
      type: "variable",
      apply: (view, _completion, from, to) => {
        const text =
          place.kind === "word" ? quoted(name) : quoted(name).slice(1, place.closed ? -1 : undefined);
        const end = from + text.length + (place.closed ? 1 : 0);
        view.dispatch({ changes: { from, to, insert: text }, selection: { anchor: end } });
      },
    })),
  };
}

/** What an editor of expressions is called, what an example looks like, and which element says what is wrong. */
export interface Naming {
  label: string;
  example: string;
  verdictId: string;
}

/** What makes an editor of expressions of CodeMirror; Enter is for `submit`, Shift-Enter for another line. */
export function extensions({ label, example, verdictId }: Naming, submit: () => void): Extension[] {
  return [
    history(),
    language,
    syntaxHighlighting(style),
    bracketMatching(),
    closeBrackets(),
    autocompletion({ override: [completeWords, completePvs], icons: false, interactionDelay: 0 }),
    keymap.of([
      ...completionKeymap,
      {
        key: "Enter",
        run: (view) => {
          // While names are looked up the formula is half a one.
          if (completionStatus(view.state) === null) submit();
          return true;
        },
      },
      ...closeBracketsKeymap,
      ...historyKeymap,
      ...defaultKeymap,
    ]),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": verdictId }),
    placeholder(example),
    theme,
  ];
}
