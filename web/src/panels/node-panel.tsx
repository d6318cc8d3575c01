/** All that is known of one principal, and where to go from it. */
import { useEffect } from 'preact/hooks';
import type { PrincipalAnswer } from '../../../queries/answers.ts';
import { Cypher } from '../components/cypher.tsx';
import { Icon, Name, PrincipalButton } from '../components/name.tsx';
import { Answer } from '../components/states.tsx';
import { accountLabel, isAbsent, kindName, plural, principalFromArn } from '../names.ts';
import { useNavigation } from '../navigation.ts';
import { useEdits } from '../picture/use-edits.ts';
import { useShelf } from '../shelf.ts';
import { useAnswer } from '../use-answer.ts';
import { visibleText } from '../visible-text.ts';
import { AdminPaths } from './admin-paths.tsx';
import { RoleCuts } from './cuts.tsx';
import { PolicyJson } from './policy-json.tsx';

export function NodePanel({ name }: { name: string }) {
  const { go } = useNavigation();
  const asked = useAnswer<PrincipalAnswer>('principal', { name });
  return (
    <Answer asked={asked} onCandidate={(arn) => go({ node: arn }, { replace: true })}>
      {(answer) => <Details answer={answer} />}
    </Answer>
  );
}

function Details({ answer }: { answer: PrincipalAnswer }) {
  const { open, view } = useNavigation();
  const { principal } = answer;
  const shelf = useShelf();
  const edits = useEdits();
  const pinned = shelf.pinned.includes(principal.arn);
  const expanded = edits.edits.expanded.includes(principal.arn);
  const canExpand = view.page === null && (view.from !== null || view.to !== null || view.node !== principal.arn);
  useEffect(() => shelf.visit(principal.arn), [principal.arn]);
  const account = accountLabel(principal);
  const facts: readonly (readonly [string, string | null])[] = [
    ['ARN', principal.arn],
    ['Account', account === null ? null : account === principal.accountId ? account : `${account} (${principal.accountId})`],
    ['Unit', answer.unitPath || null],
    ['Path', answer.path === '/' ? null : answer.path || null],
    ['Unique id', answer.uniqueId || null],
    ['Created', day(answer.createdAt)],
    ['Last used', day(answer.lastUsedAt)],
  ];
  return (
    <div class="details">
      <div class="details-title">
        <Icon kind={principal.kind} />
        <div>
          <p class="details-name">
            <Name text={principal.name} class="wrap" />
          </p>
          <p class="hint">
            {kindName(principal.kind)}
            {isAbsent(principal) && ', only named by a policy: nothing else is known of it'}
          </p>
        </div>
      </div>
      <div class="actions">
        <button type="button" class="button small" onClick={() => open({ from: principal.arn })}>
          What can it reach?
        </button>
        {principal.kind === 'role' && (
          <button type="button" class="button small" onClick={() => open({ to: principal.arn })}>
            Who can reach it?
          </button>
        )}
        <button
          type="button"
          class="button small"
          aria-pressed={pinned}
          onClick={() => (pinned ? shelf.unpin(principal.arn) : shelf.pin(principal.arn))}
        >
          {pinned ? 'Unpin' : 'Pin'}
        </button>
        {canExpand && (
          <button
            type="button"
            class="button small"
            onClick={() => (expanded ? edits.collapse(principal.arn) : edits.expand(principal.arn))}
          >
            {expanded ? 'Take its surroundings away' : 'Expand in the picture'}
          </button>
        )}
        {(view.from !== null || view.to !== null) && (
          <button type="button" class="button small" onClick={() => open({ node: principal.arn })}>
            Its surroundings
          </button>
        )}
      </div>
      <dl class="counts">
        <div>
          <dt>can assume directly</dt>
          <dd>{plural(answer.canAssume, 'role')}</dd>
        </div>
        {principal.kind === 'role' && (
          <div>
            <dt>can be assumed directly by</dt>
            <dd>{plural(answer.assumedBy, 'principal')}</dd>
          </div>
        )}
      </dl>
      <ReachFacts answer={answer} />
      {principal.kind === 'role' && answer.assumedBy > 0 && <RoleCuts to={principal.arn} />}
      {answer.canAssume > 0 && <AdminPaths from={principal.arn} />}
      <dl class="facts">
        {facts.map(([label, value]) =>
          value === null ? null : (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                <Name text={value} class="wrap" />
              </dd>
            </div>
          ),
        )}
      </dl>
      {answer.groups.length > 0 && (
        <section>
          <h3>Groups</h3>
          <ul class="plain">
            {answer.groups.map((group) => (
              <li key={group}>
                <PrincipalButton principal={{ ...principalFromArn(group), accountName: answer.principal.accountName }} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {answer.tags.length > 0 && (
        <section>
          <h3>Tags</h3>
          <ul class="tags">
            {answer.tags.map(({ key, value }) => (
              <li key={key}>
                <Name text={key} class="wrap" />
                <Name text={value} class="wrap" />
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>Policies</h3>
        {answer.policies.length === 0 && <p class="hint">None in the data.</p>}
        {answer.policies.map((policy) => (
          <details key={`${policy.as} ${policy.id}`} class="evidence">
            <summary>
              <span class="tag">{policy.as}</span> <Name text={policy.name} class="wrap" />
              {policy.viaGroup !== null && (
                <span class="hint">
                  {' '}
                  through <Name text={policy.viaGroup} class="wrap" />
                </span>
              )}
            </summary>
            {policy.document === null ? (
              <p class="hint">Its document is not in the data, so what depends on it is unknown.</p>
            ) : (
              <PolicyJson document={policy.document} statements={[]} label={`Policy ${visibleText(policy.name)}`} />
            )}
          </details>
        ))}
      </section>
      <Cypher text={answer.cypher} />
    </div>
  );
}

/** How far it gets, as counted at ingest along edges alone. */
function ReachFacts({ answer }: { answer: PrincipalAnswer }) {
  const { open } = useNavigation();
  const { principal, isAdmin, adminWhy, highValue, hopsToAdmin, reachRoles, reachAccounts, reachedBy } = answer;
  return (
    <section class="reach-facts">
      {isAdmin && <p class="tag unknown">administrator</p>}
      {!isAdmin && highValue && <p class="tag">high-value</p>}
      {adminWhy !== '' && (
        <p class="hint">
          <Name text={adminWhy} class="wrap" />
        </p>
      )}
      <ul class="plain">
        {reachRoles >= 0 && (
          <li>
            <button type="button" class="link" onClick={() => open({ from: principal.arn })}>
              Reaches {plural(reachRoles, 'role')} in {plural(Math.max(0, reachAccounts), 'account')}
            </button>
          </li>
        )}
        {principal.kind === 'role' && reachedBy >= 0 && (
          <li>
            <button type="button" class="link" onClick={() => open({ to: principal.arn })}>
              Reached by {plural(reachedBy, 'principal')}
            </button>
          </li>
        )}
        <li>
          {hopsToAdmin === 0
            ? 'Is an administrator itself'
            : hopsToAdmin > 0
              ? `Nearest administrator: ${plural(hopsToAdmin, 'hop')} away`
              : 'No administrator within reach'}
        </li>
      </ul>
      <p class="hint">Counted without session state, such as session tags, which may rule out some of these chains.</p>
    </section>
  );
}

/** A date as people read it; whatever is not one is shown as it is. */
function day(text: string | null): string | null {
  if (text === null || text === '') return null;
  const date = new Date(text);
  return Number.isNaN(date.getTime())
    ? text
    : date.toLocaleDateString('en', { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' });
}
