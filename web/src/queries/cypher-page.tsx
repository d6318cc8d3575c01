/** Cypher by hand: an editor with completion, errors at their place, history, queries of one's own as files; the answer below. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CypherAnswer } from '../../../queries/answers.ts';
import { LazyDetails } from '../components/lazy-details.tsx';
import { MenuButton } from '../components/menu.tsx';
import { plural } from '../names.ts';
import { useNavigation } from '../navigation.ts';
import { useTheme } from '../theme.ts';
import { visibleText } from '../visible-text.ts';
import { CypherHelp } from './cypher-help.tsx';
import type { Editor } from './editor.ts';
import { firstExample } from './example-queries.ts';
import { exportQueries, forgetQuery, importQueries, keepQuery, readHistory, readOwnQueries, remember } from './own-queries.ts';
import { ResultView } from './result-view.tsx';
import { Stopped } from './stopped.tsx';
import { useRun } from './use-run.ts';

export function CypherPage() {
  const { view, go } = useNavigation();
  const theme = useTheme();
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  const [ready, setReady] = useState(false);
  const [own, setOwn] = useState(readOwnQueries);
  const [history, setHistory] = useState(readHistory);
  const [open, setOpen] = useState<'history' | 'own' | null>(null);
  const [title, setTitle] = useState('');
  const [message, setMessage] = useState('');
  const { run, start, stop } = useRun<CypherAnswer>();

  const runNow = (): void => {
    const text = editor.current?.text().trim() ?? '';
    if (text === '') return;
    editor.current?.mark(null);
    go({ text, table: { sort: null, filter: '' } });
    setHistory(remember(text));
    start('cypher', { query: text });
  };
  const act = useRef(runNow);
  act.current = runNow;

  useEffect(() => {
    let wanted = true;
    void import('./editor.ts').then(({ makeEditor }) => {
      if (!wanted || host.current === null) return;
      editor.current = makeEditor(host.current, view.text ?? firstExample.text, theme.dark, { change: () => {}, run: () => act.current() });
      setReady(true);
    });
    return () => {
      wanted = false;
      editor.current?.destroy();
      editor.current = null;
    };
  }, []);
  useEffect(() => editor.current?.setDark(theme.dark), [theme.dark, ready]);
  useEffect(() => {
    if (view.text !== null) editor.current?.setText(view.text);
  }, [view.text, ready]);
  // A link to a query shows its answer.
  useEffect(() => {
    if (ready && view.text !== null && run.status === 'idle') start('cypher', { query: view.text });
  }, [ready]);
  useEffect(() => {
    if (run.status === 'failed' && run.error.place !== null)
      editor.current?.mark({ ...run.error.place, message: visibleText(run.error.message) });
  }, [run]);

  const load = (text: string): void => {
    editor.current?.setText(text);
    go({ text });
  };
  /** The editor is above what was pressed, and its cursor is where one goes on. */
  const write = (act: (editor: Editor) => void): void => {
    if (editor.current === null) return;
    act(editor.current);
    editor.current.focus();
    host.current?.scrollIntoView({ block: 'nearest' });
  };
  const help = <CypherHelp onQuery={(text) => write(() => load(text))} onWord={(word) => write((to) => to.insert(word))} />;
  return (
    <>
      <header class="scene-head">
        <h1>Ask the graph in Cypher</h1>
        <p>
          Read-only. Principals and CAN_ASSUME edges in the answer are drawn; everything is in the table.{' '}
          <span class="keyboard">Ctrl + Enter runs, Ctrl + Space completes.</span>
        </p>
      </header>
      <div class="editor-frame" dir="ltr">
        <div ref={host} class="editor" />
        {!ready && <p class="hint editor-waiting">Loading the editor …</p>}
      </div>
      <div class="editor-tools">
        {run.status === 'running' ? (
          <button type="button" class="button" onClick={stop}>
            Stop
          </button>
        ) : (
          <button type="button" class="button primary" onClick={runNow} disabled={!ready}>
            Run
          </button>
        )}
        <MenuButton
          label="History"
          items={
            history.length === 0
              ? [{ label: 'Nothing was run yet', act: undefined }]
              : history.map((text) => ({ label: visibleText(text.replace(/\s+/g, ' ')).slice(0, 80), act: () => load(text) }))
          }
          open={open === 'history'}
          onOpen={(now) => setOpen(now ? 'history' : null)}
        >
          History
        </MenuButton>
        <MenuButton
          label="My queries"
          items={
            own.length === 0
              ? [{ label: 'None kept yet', act: undefined }]
              : own.flatMap((query) => [
                  { label: visibleText(query.title).slice(0, 60), act: () => load(query.text) },
                  { label: `   Forget “${visibleText(query.title).slice(0, 40)}”`, act: () => setOwn(forgetQuery(query.title)) },
                ])
          }
          open={open === 'own'}
          onOpen={(now) => setOpen(now ? 'own' : null)}
        >
          My queries
        </MenuButton>
        <form
          class="save-as"
          onSubmit={(event) => {
            event.preventDefault();
            const text = editor.current?.text().trim() ?? '';
            if (title.trim() === '' || text === '') return;
            setOwn(keepQuery({ title: title.trim(), text }));
            setMessage(`Kept as “${title.trim()}” in this browser.`);
            setTitle('');
          }}
        >
          <input
            aria-label="Keep the query as"
            placeholder="Keep as …"
            value={title}
            onInput={(event) => setTitle(event.currentTarget.value)}
          />
          <button type="submit" class="button" disabled={title.trim() === ''}>
            Keep
          </button>
        </form>
        <button type="button" class="button" onClick={exportQueries} disabled={own.length === 0}>
          Export
        </button>
        <label class="button file-button">
          Import
          <input
            type="file"
            accept="application/json,.json"
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              if (file === undefined) return;
              importQueries(file).then(
                (kept) => {
                  setOwn(kept);
                  setMessage(`${plural(kept.length, 'query', 'queries')} of your own.`);
                },
                (error: unknown) => setMessage(error instanceof Error ? error.message : String(error)),
              );
              event.currentTarget.value = '';
            }}
          />
        </label>
        <span class="hint" role="status">
          {visibleText(message)}
        </span>
      </div>
      {run.status === 'running' && (
        <p class="hint" role="status">
          Running …
        </p>
      )}
      {run.status === 'stopped' && <Stopped onAgain={runNow} />}
      {run.status === 'failed' && (
        <div class="state failure" role="alert">
          <h2>{run.error.title}</h2>
          <p class="pre">{visibleText(run.error.message)}</p>
          {run.error.place !== null && (
            <p class="hint">
              Line {run.error.place.line}, column {run.error.place.column}.
            </p>
          )}
        </div>
      )}
      {run.status === 'ready' && (
        <>
          <p class="hint run-time" role="status">
            {plural(run.answer.rows.length, 'row')} in {Math.round(run.milliseconds).toLocaleString('en')} ms
          </p>
          <ResultView answer={run.answer} title="Cypher" />
        </>
      )}
      {run.status === 'idle' || run.status === 'stopped' ? (
        help
      ) : (
        <LazyDetails title="Queries to begin with, and what is in the graph">{() => help}</LazyDetails>
      )}
    </>
  );
}
