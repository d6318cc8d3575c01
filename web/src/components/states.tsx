/** What stands in place of an answer: waiting, nothing found, something went wrong; and what is true of every answer. */
import type { ComponentChildren } from 'preact';
import type { Envelope, PrincipalAnswerRef } from '../../../queries/answers.ts';
import type { AskError } from '../api.ts';
import { AnswerContext, factsOf } from '../files/about.ts';
import { accountLabel } from '../names.ts';
import { useNavigation } from '../navigation.ts';
import { redacting } from '../redaction.ts';
import type { Asked } from '../use-answer.ts';
import type { More } from '../use-pages.ts';
import { visibleText } from '../visible-text.ts';
import { breakable, Name, PrincipalLabel } from './name.tsx';

/**
 * Renders the answer once it is there. `onCandidate` is given the ARN when an ambiguous name is resolved by hand. `turned` is what may be
 * asked instead of somebody who is no role, and so is never assumed.
 */
export function Answer<T>({
  asked,
  children,
  onCandidate,
  turned,
}: {
  asked: Asked<T>;
  children: (answer: T) => ComponentChildren;
  onCandidate?: (arn: string) => void;
  turned?: Offer;
}) {
  if (asked.status === 'ready')
    return <AnswerContext.Provider value={factsOf(asked.answer)}>{children(asked.answer)}</AnswerContext.Provider>;
  if (asked.status === 'failed')
    return <Failure error={asked.error} retry={asked.retry} {...(onCandidate ? { onCandidate } : {})} {...(turned ? { turned } : {})} />;
  return (
    <div class="loading" role="status">
      <span class="visually-hidden">Loading</span>
      <span class="skeleton wide" />
      <span class="skeleton" />
      <span class="skeleton" />
    </div>
  );
}

/** Problems that asking again does not mend: the name has to change. */
const namesToChange: ReadonlySet<string> = new Set(['ambiguous-principal', 'unknown-principal', 'not-a-role', 'invalid-argument']);

interface Offer {
  readonly label: string;
  readonly act: () => void;
}

function Failure({
  error,
  retry,
  onCandidate,
  turned,
}: {
  error: AskError;
  retry: () => void;
  onCandidate?: (arn: string) => void;
  turned?: Offer;
}) {
  return (
    <div class="state failure" role="alert">
      <h2>{error.title}</h2>
      <p>{breakable(visibleText(error.message))}</p>
      {onCandidate && error.code === 'ambiguous-principal' && (
        <>
          <p>Did you mean:</p>
          <ul class="candidates">
            {error.candidates.slice(0, 20).map((candidate) => (
              <li key={candidate.arn}>
                <button type="button" class="principal-button" onClick={() => onCandidate(candidate.arn)}>
                  <PrincipalLabel principal={candidate} spellKind />
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {turned && error.code === 'not-a-role' && (
        <button type="button" class="button" onClick={turned.act}>
          {turned.label}
        </button>
      )}
      {error.code === 'not-a-role' && <RolesOfAccounts named={error.candidates} />}
      {!namesToChange.has(error.code) && (
        <button type="button" class="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** Of names that lead on to roles; more would be a list to search in itself. */
const mostAccounts = 5;

/** Whoever names an account means its roles: the search box is given what lists them. It shows ids as they are, so not where names are secret. */
function RolesOfAccounts({ named }: { named: readonly PrincipalAnswerRef[] }) {
  const { suggest } = useNavigation();
  if (redacting()) return null;
  const roots = named.filter(({ kind, accountId }) => kind === 'root' && accountId !== null).slice(0, mostAccounts);
  return (
    <>
      {roots.map((root) => (
        <button key={root.arn} type="button" class="button" onClick={() => suggest(`account:${root.accountId} role:`)}>
          Search the roles of <Name text={accountLabel(root) ?? root.name} />
        </button>
      ))}
    </>
  );
}

export function Empty({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div class="state" role="status">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** Says what limits the answer as a whole. */
export function Reservations({
  answer,
  shown,
  total,
  what = 'rows',
  more = null,
}: {
  answer: Envelope;
  shown?: number;
  total?: number;
  what?: string;
  /** How to come to the rest, where it comes in pages. */
  more?: More | null;
}) {
  if (!answer.truncated) return null;
  const known = shown !== undefined && total !== undefined && shown < total;
  return (
    <p class="reservation" role="note">
      {known
        ? `Cut: ${shown.toLocaleString('en')} of ${total.toLocaleString('en')} ${what} are shown. `
        : shown !== undefined && more !== null
          ? `Cut: the first ${shown.toLocaleString('en')} ${what} are shown. `
          : 'Cut by a limit: there is more than is shown here. '}
      {more === null ? (
        'Narrow the question to see the rest.'
      ) : (
        <button type="button" class="link" disabled={more.loading} onClick={more.load}>
          {more.loading ? 'Loading …' : 'Show more'}
        </button>
      )}
      {more !== null && more.error !== null && (
        <span role="alert">
          {' '}
          {more.error.title}. {breakable(visibleText(more.error.message))}
        </span>
      )}
    </p>
  );
}
