/** What an audit would find, the worst first: each line leads to the question, its answer and what to do about it. */
import type { CountedQuery, FindingsAnswer } from '../../../queries/findings-answer.ts';
import { Answer } from '../components/states.tsx';
import { ViewLink } from '../components/view-link.tsx';
import { plural } from '../names.ts';
import { visibleText } from '../visible-text.ts';
import { useFindings } from './use-findings.ts';

const mostShown = 8;
const severities = ['critical', 'high', 'medium', 'low'] as const;

export function WorstFindings() {
  const asked = useFindings();
  return (
    <section class="sheet worst" aria-labelledby="worst-title">
      <h2 id="worst-title">Worst findings</h2>
      <Answer asked={asked}>{(answer) => <Counted answer={answer} />}</Answer>
    </section>
  );
}

function Counted({ answer: { queries, pending } }: { answer: FindingsAnswer }) {
  const found = queries.filter(({ status }) => status === 'found');
  const failed = queries.filter(({ status }) => status === 'failed').length;
  const all = queries.length + pending;
  if (all === 0) return <p class="hint">This server has no saved questions to audit with.</p>;
  return (
    <>
      {found.length > 0 && <SeverityTotals found={found} />}
      <ol class="worst-list">
        {found.slice(0, mostShown).map((query) => (
          <li key={query.id}>
            <ViewLink to={{ page: 'queries', query: query.id }}>
              <span class={`tag severity-${query.severity}`}>{query.severity}</span>
              <span class="worst-title">{visibleText(query.title)}</span>
              <span class="worst-count">
                {countText(query)}
                <span class="visually-hidden"> {query.findings === 1 ? 'finding' : 'findings'}</span>
              </span>
            </ViewLink>
          </li>
        ))}
      </ol>
      {pending === 0 && found.length === 0 && failed === 0 && (
        <p>Nothing: each of the {plural(all, 'question')} of the audit came back empty.</p>
      )}
      {pending > 0 && (
        <div class="worst-progress">
          <progress value={queries.length} max={all} aria-label="Questions asked" />
          <p class="hint" role="status">
            Asking the audit's questions: {queries.length} of {all}
          </p>
        </div>
      )}
      {pending === 0 && (
        <p class="hint">
          {plural(queries.length, 'question')} asked, {(queries.length - found.length - failed).toLocaleString('en')} found nothing
          {failed > 0 && `, ${failed.toLocaleString('en')} could not be answered`}.{' '}
          <ViewLink class="link" to={{ page: 'queries' }}>
            All questions
          </ViewLink>
        </p>
      )}
    </>
  );
}

const countText = ({ findings, truncated }: CountedQuery): string => `${findings.toLocaleString('en')}${truncated ? '+' : ''}`;

function SeverityTotals({ found }: { found: readonly CountedQuery[] }) {
  return (
    <p class="severity-totals">
      {severities.map((severity) => {
        const own = found.filter((query) => query.severity === severity);
        if (own.length === 0) return null;
        const findings = own.reduce((sum, query) => sum + query.findings, 0);
        return (
          <span key={severity}>
            <strong>
              {findings.toLocaleString('en')}
              {own.some(({ truncated }) => truncated) && '+'}
            </strong>{' '}
            {severity}
          </span>
        );
      })}
    </p>
  );
}
