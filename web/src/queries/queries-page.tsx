/** The saved questions by category, with search; one of them opened: its parameters, its answer as picture and table, its Cypher. */
import { useEffect, useState } from 'preact/hooks';
import type { QueriesAnswer, QueryAnswer, QueryRunAnswer } from '../../../queries/saved-queries-answer.ts';
import { Cypher } from '../components/cypher.tsx';
import { breakable, Name } from '../components/name.tsx';
import { Answer, Empty } from '../components/states.tsx';
import { ViewLink } from '../components/view-link.tsx';
import { groupBy } from '../group-by.ts';
import { plural } from '../names.ts';
import { useNavigation } from '../navigation.ts';
import { useAnswer } from '../use-answer.ts';
import { visibleText } from '../visible-text.ts';
import { ResultView } from './result-view.tsx';
import { Stopped } from './stopped.tsx';
import { useRun } from './use-run.ts';

export function QueriesPage() {
  const { view } = useNavigation();
  const asked = useAnswer<QueriesAnswer>('queries', {});
  if (asked.status === 'failed' && asked.error.code === 'not-found')
    return (
      <>
        <header class="scene-head">
          <h1>Questions</h1>
        </header>
        <Empty title="This server does not offer saved questions">
          <p>
            The command line has them: <code>rolepath queries list</code>. Cypher by hand works here too.
          </p>
        </Empty>
      </>
    );
  return view.query === null ? (
    <Answer asked={asked}>{(answer: QueriesAnswer) => <Catalogue answer={answer} />}</Answer>
  ) : (
    <Opened key={view.query} id={view.query} />
  );
}

function Catalogue({ answer }: { answer: QueriesAnswer }) {
  const { view, go } = useNavigation();
  const words = view.table.filter.toLowerCase().split(/\s+/).filter(Boolean);
  const found = answer.queries.filter((query) => {
    const text = [query.id, query.title, query.question, query.category, ...query.tags].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return (
    <>
      <header class="scene-head">
        <h1>Questions</h1>
        <p>{plural(answer.queries.length, 'saved question')}, each a Cypher query that you can read, run and take along.</p>
      </header>
      <div class="table-head">
        <input
          type="search"
          aria-label="Search the questions"
          placeholder="Search: admin, mfa, external …"
          value={view.table.filter}
          onInput={(event) => go({ table: { sort: null, filter: event.currentTarget.value } }, { replace: true })}
        />
        <span class="hint" role="status">
          {found.length === answer.queries.length ? '' : `${found.length} of ${answer.queries.length}`}
        </span>
      </div>
      {found.length === 0 && <p class="hint">No question fits.</p>}
      <div class="question-groups">
        {[...groupBy(found, ({ category }) => category)].map(([category, queries]) => (
          <section key={category} class="sheet">
            <h2>{visibleText(category.replaceAll('-', ' '))}</h2>
            <ul class="question-list">
              {queries.map((query) => (
                <li key={query.id}>
                  <ViewLink to={{ page: 'queries', query: query.id }}>
                    <span class="question-title">{visibleText(query.title)}</span>
                    <span class="question-text">{visibleText(query.question)}</span>
                  </ViewLink>
                  <span class={`tag severity-${query.severity}`}>{query.severity}</span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}

function Opened({ id }: { id: string }) {
  const { open } = useNavigation();
  const asked = useAnswer<QueryAnswer>(`queries/${encodeURIComponent(id)}`, {});
  return (
    <>
      <button type="button" class="link back-link" onClick={() => open({ page: 'queries' })}>
        ← All questions
      </button>
      <Answer asked={asked}>{(answer: QueryAnswer) => <Question answer={answer} />}</Answer>
    </>
  );
}

function Question({ answer }: { answer: QueryAnswer }) {
  const { view, go, open } = useNavigation();
  const { run, start, stop } = useRun<QueryRunAnswer>();
  const [given, setGiven] = useState<Readonly<Record<string, string>>>(view.given);
  const missing = answer.parameters.filter((parameter) => parameter.default === null && (given[parameter.name] ?? '') === '');
  const runNow = (): void => {
    go({ given, table: { sort: null, filter: '' } }, { replace: true });
    start(`queries/${encodeURIComponent(answer.id)}/run`, { parameters: parametersOf(answer, given) });
  };
  useEffect(() => {
    if (missing.length === 0) runNow();
  }, []);
  return (
    <>
      <header class="scene-head">
        <h1>
          <Name text={answer.title} class="wrap" />
        </h1>
        <p>
          <Name text={answer.question} class="wrap" />
        </p>
      </header>
      <p class="badges query-facts">
        <span class={`tag severity-${answer.severity}`}>{answer.severity}</span>
        <span class="tag">{visibleText(answer.category)}</span>
      </p>
      {answer.parameters.length > 0 && (
        <form
          class="parameters"
          onSubmit={(event) => {
            event.preventDefault();
            if (missing.length === 0) runNow();
          }}
        >
          {answer.parameters.map((parameter) => (
            <label key={parameter.name}>
              <span>{visibleText(parameter.name)}</span>
              <input
                value={given[parameter.name] ?? ''}
                placeholder={parameter.default === null ? 'needed' : String(parameter.default)}
                onInput={(event) => setGiven({ ...given, [parameter.name]: event.currentTarget.value })}
              />
              <span class="hint">{visibleText(parameter.description)}</span>
            </label>
          ))}
          <button type="submit" class="button primary" disabled={missing.length > 0}>
            Run
          </button>
        </form>
      )}
      {run.status === 'running' && (
        <p class="hint" role="status">
          Running …{' '}
          <button type="button" class="link" onClick={stop}>
            Stop
          </button>
        </p>
      )}
      {run.status === 'stopped' && <Stopped onAgain={runNow} />}
      {run.status === 'failed' && (
        <div class="state failure" role="alert">
          <h2>{run.error.title}</h2>
          <p>{breakable(visibleText(run.error.message))}</p>
        </div>
      )}
      {run.status === 'ready' && <ResultView answer={run.answer} title={answer.title} query={answer} />}
      {answer.remediation !== '' && !(run.status === 'ready' && run.answer.rows.length === 0) && (
        <section class="sheet">
          <h2>What to do about it</h2>
          <p>
            <Name text={answer.remediation} class="wrap" />
          </p>
          {answer.references.length > 0 && (
            <ul class="references">
              {answer.references.map((reference) => (
                <li key={reference}>
                  <a class="link" href={reference} target="_blank" rel="noreferrer">
                    {breakable(visibleText(reference.replace(/^https?:\/\//, '')))}
                  </a>
                </li>
              ))}
            </ul>
          )}
        </section>
      )}
      <div class="actions">
        <button type="button" class="button" onClick={() => open({ page: 'cypher', text: answer.cypher.ladybug })}>
          Edit in the Cypher editor
        </button>
      </div>
      <Cypher text={answer.cypher.ladybug} />
    </>
  );
}

/** What the form says; the server reads text as the type that the query declares, and names as whom they name. Empty: the default. */
const parametersOf = (answer: QueryAnswer, given: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(answer.parameters.flatMap(({ name }) => (given[name] ? [[name, given[name]]] : [])));
