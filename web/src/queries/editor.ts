/** The Cypher editor: CodeMirror, loaded when first shown. It lives in a shadow root, where its styles need no `<style>` element. */
import { autocompletion, type CompletionContext, type CompletionResult, closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, HighlightStyle, StreamLanguage, type StreamParser, syntaxHighlighting } from '@codemirror/language';
import { cypher } from '@codemirror/legacy-modes/mode/cypher';
import { Compartment, EditorState, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { keywords, labels, properties, relationships } from './completions.ts';

export interface Editor {
  text(): string;
  setText(text: string): void;
  /** Writes over what is selected, and leaves the cursor behind it. */
  insert(text: string): void;
  focus(): void;
  /** Marks a place, 1-based, with what is wrong there; null takes the mark away. */
  mark(problem: { line: number; column: number; message: string } | null): void;
  setDark(dark: boolean): void;
  destroy(): void;
}

const words = [...keywords, ...properties];

/** The mode knows words of Cypher's administration, such as `name` and `role`, and functions such as `e`: here they are names. */
const names =
  /^(?:access|active|current|database|e|element|from|graph|id|label|last|management|name|names|node|of|property|role|roles|status|to|type|types|user|users)$/i;
const ownCypher: StreamParser<unknown> = {
  ...cypher,
  token(stream, state) {
    const style = cypher.token(stream, state);
    const word = stream.current();
    const isProperty = stream.string[stream.start - 1] === '.' && /^\w+$/.test(word);
    return isProperty || names.test(word) ? 'variable' : style;
  },
};

/** After `:` labels and relationships, after `.` properties, else keywords and properties. */
function complete(context: CompletionContext): CompletionResult | null {
  const word = context.matchBefore(/[:.]?\w*/);
  if (word === null || (word.from === word.to && !context.explicit)) return null;
  if (word.text.startsWith(':')) {
    const inRelationship = /\[[^\]]*$/.test(context.state.sliceDoc(Math.max(0, word.from - 80), word.from));
    return { from: word.from + 1, options: inRelationship ? relationships : labels, validFor: /^\w*$/ };
  }
  if (word.text.startsWith('.')) return { from: word.from + 1, options: properties, validFor: /^\w*$/ };
  return { from: word.from, options: words, validFor: /^\w*$/ };
}

interface Problem {
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

/** CodeMirror's own lint package draws its marks with data: images, which the page's policy forbids. */
const setProblem = StateEffect.define<Problem | null>();
const problems = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setProblem)) continue;
      if (effect.value === null) next = Decoration.none;
      else {
        const { line, from, to, message } = effect.value;
        const word = from < to ? [Decoration.mark({ class: 'cm-problem', attributes: { title: message } }).range(from, to)] : [];
        next = Decoration.set([Decoration.line({ class: 'cm-problem-line' }).range(line), ...word]);
      }
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Against the surface, each of these has a contrast of 4.5 to 1 or more. */
const ink = (colours: { readonly word: string; readonly text: string; readonly value: string; readonly comment: string }) =>
  HighlightStyle.define([
    // The mode takes AND, IN and the like for definitions.
    { tag: [tags.keyword, tags.definition(tags.variableName)], color: colours.word },
    { tag: tags.string, color: colours.text },
    { tag: [tags.number, tags.bool, tags.atom], color: colours.value },
    { tag: tags.comment, color: colours.comment },
    { tag: tags.variableName, color: 'var(--text)' },
  ]);
const lightInk = ink({ word: '#0a6b68', text: '#7d4a00', value: '#7a3a92', comment: '#5a6d6e' });
const darkInk = ink({ word: '#8fd3c8', text: '#f3bd6d', value: '#d8a9e8', comment: '#8fa3a4' });

const look = (dark: boolean) => [
  EditorView.theme(
    {
      '&': { color: 'var(--text)', backgroundColor: 'var(--surface)', fontSize: 'var(--code-size, 14px)', minHeight: '150px' },
      '&.cm-focused': { outline: 'none' },
      '.cm-content': { fontFamily: 'ui-monospace, monospace', minHeight: '130px', caretColor: 'var(--text)', padding: '10px 0' },
      '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--text-2)', border: 'none', paddingInline: '4px' },
      '.cm-tooltip': { backgroundColor: 'var(--surface)', color: 'var(--text)', border: '1px solid var(--line)' },
      '.cm-tooltip.cm-completionInfo': {
        maxWidth: '36ch',
        padding: '6px 10px',
        font: '0.8125rem/1.4 system-ui, sans-serif',
        whiteSpace: 'pre-line',
      },
      '.cm-completionDetail': { color: 'var(--text-2)', fontStyle: 'normal' },
      '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--accent-soft)', color: 'var(--text)' },
      '.cm-cursor': { borderLeftColor: 'var(--text)' },
      '.cm-placeholder': { color: 'var(--text-2)' },
      '.cm-problem-line': { backgroundColor: 'var(--deny-soft)' },
      '.cm-problem': { textDecoration: 'underline wavy var(--deny) 1.5px', textUnderlineOffset: '3px' },
      '.cm-scroller': { flex: '1', maxHeight: '46vh' },
    },
    { dark },
  ),
  syntaxHighlighting(dark ? darkInk : lightInk),
];

/** `host` gets a shadow root. The one who makes the editor destroys it. */
export function makeEditor(
  host: HTMLElement,
  text: string,
  dark: boolean,
  on: { change: (text: string) => void; run: () => void },
): Editor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const theme = new Compartment();
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        keymap.of([
          {
            key: 'Mod-Enter',
            run: () => {
              on.run();
              return true;
            },
          },
        ]),
        lineNumbers(),
        history(),
        bracketMatching(),
        closeBrackets(),
        StreamLanguage.define(ownCypher),
        autocompletion({ override: [complete], icons: false }),
        problems,
        EditorView.lineWrapping,
        placeholder('MATCH (p:Principal) RETURN p.arn AS arn LIMIT 10'),
        EditorView.contentAttributes.of({ 'aria-label': 'Cypher query', spellcheck: 'false' }),
        keymap.of([...completionKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) on.change(update.state.doc.toString());
        }),
        theme.of(look(dark)),
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    setText: (next) => {
      if (next !== view.state.doc.toString()) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
    },
    insert: (word) => view.dispatch(view.state.replaceSelection(word)),
    focus: () => view.focus(),
    mark(problem) {
      if (problem === null) return view.dispatch({ effects: setProblem.of(null) });
      const line = view.state.doc.line(Math.max(1, Math.min(problem.line, view.state.doc.lines)));
      // An error at the end of a line has nothing to underline there: the last character takes it.
      const at = Math.min(line.to, line.from + Math.max(0, problem.column - 1));
      const from = at === line.to && at > line.from ? at - 1 : at;
      const word = /^\w+/.exec(view.state.sliceDoc(from, line.to))?.[0].length ?? 1;
      view.dispatch({ effects: setProblem.of({ line: line.from, from, to: Math.min(line.to, from + word), message: problem.message }) });
    },
    setDark: (now) => view.dispatch({ effects: theme.reconfigure(look(now)) }),
    destroy: () => view.destroy(),
  };
}
