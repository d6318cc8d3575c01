/** The organization at a glance: how much there is, the worst findings, the ways in, what runs between accounts, choke points, and what the data lacks. */
import { Fragment } from 'preact';
import type { SummaryAnswer } from '../../../queries/answers.ts';
import { Cypher } from '../components/cypher.tsx';
import { Name, PrincipalLabel } from '../components/name.tsx';
import { Answer } from '../components/states.tsx';
import { plural } from '../names.ts';
import { useNavigation } from '../navigation.ts';
import type { Asked } from '../use-answer.ts';
import { AccountMatrix } from './account-matrix.tsx';
import { byUnit } from './account-order.ts';
import { ChokePoints } from './choke-points.tsx';
import { SaveReport } from './save-report.tsx';
import { WorstFindings } from './worst-findings.tsx';

export function Start({ asked }: { asked: Asked<SummaryAnswer> }) {
  return (
    <>
      <header class="hero">
        <div>
          <h1>Who can reach which role?</h1>
          <p>
            Name a principal, a role, or both above. Every answer shows its chains, what they require, and the policy statements that make
            it so.
          </p>
        </div>
        {asked.status === 'ready' && <SaveReport snapshot={asked.answer.snapshot} />}
      </header>
      <Answer asked={asked}>{(answer) => <Glance answer={answer} />}</Answer>
    </>
  );
}

function Glance({ answer }: { answer: SummaryAnswer }) {
  return (
    <>
      <Counts counts={answer.counts} accounts={answer.accounts} />
      <div class="glance">
        <div>
          <WorstFindings />
          {answer.entryPoints !== undefined && <EntryPoints entryPoints={answer.entryPoints} />}
        </div>
        <div>
          <section class="sheet">
            <h2>Between accounts</h2>
            <AccountMatrix answer={answer} />
          </section>
          <ChokePoints />
        </div>
      </div>
      <Accounts accounts={answer.accounts} />
      <Findings findings={answer.findings} />
      <Cypher text={answer.cypher} />
    </>
  );
}

function Counts({ counts, accounts }: Pick<SummaryAnswer, 'counts' | 'accounts'>) {
  // Accounts that policies merely name are not counted: nobody looked into them.
  const collected = accounts.filter((account) => account.collected).length;
  const share = counts.edges === 0 ? 0 : counts.allowedEdges / counts.edges;
  const tiles: readonly (readonly [number, string])[] = [
    [collected, collected === 1 ? 'account' : 'accounts'],
    [counts.roles, counts.roles === 1 ? 'role' : 'roles'],
    [counts.users, counts.users === 1 ? 'user' : 'users'],
    [counts.otherPrincipals + counts.groups, 'other principals'],
    [counts.policies, counts.policies === 1 ? 'policy' : 'policies'],
  ];
  return (
    <section class="counts-band" aria-label="Counts">
      <dl class="tiles">
        {tiles.map(([count, label]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{count.toLocaleString('en')}</dd>
          </div>
        ))}
      </dl>
      <div class="edge-share">
        <p>
          <strong>{counts.edges.toLocaleString('en')}</strong> assume {counts.edges === 1 ? 'edge' : 'edges'},{' '}
          {counts.crossAccountEdges.toLocaleString('en')} across accounts
        </p>
        <svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
          <rect class="conditional" width="100" height="8" />
          <rect class="allowed" width={share * 100} height="8" />
        </svg>
        <p class="share-key">
          <span class="key allowed">{counts.allowedEdges.toLocaleString('en')} always</span>
          <span class="key conditional">{counts.conditionalEdges.toLocaleString('en')} under conditions</span>
        </p>
      </div>
    </section>
  );
}

type EntryPoint = NonNullable<SummaryAnswer['entryPoints']>[number];

/** What deserves a look first stands open; what every organization has by the dozen is folded. */
const entryGroups: readonly { title: string; kinds: readonly string[]; folded: boolean }[] = [
  { title: 'Everyone and other accounts', kinds: ['anyone', 'external-account', 'deleted-principal'], folded: false },
  { title: 'Workload identity', kinds: ['oidc-provider', 'federated-subject'], folded: false },
  { title: 'Single sign-on', kinds: ['saml-provider', 'identity-center-user', 'identity-center-group'], folded: true },
  { title: 'AWS services', kinds: ['service'], folded: true },
];
const mostEntries = 12;

function EntryPoints({ entryPoints }: { entryPoints: readonly EntryPoint[] }) {
  const known = new Set(entryGroups.flatMap(({ kinds }) => kinds));
  const groups = entryGroups.map((group, index) => ({
    ...group,
    entries: entryPoints
      .filter(({ principal }) => group.kinds.includes(principal.kind) || (index === 0 && !known.has(principal.kind)))
      .sort((a, b) => group.kinds.indexOf(a.principal.kind) - group.kinds.indexOf(b.principal.kind) || b.roles - a.roles),
  }));
  return (
    <section class="sheet">
      <h2>Ways in from outside</h2>
      {entryPoints.length === 0 && <p class="hint">No role lets in anyone from outside the collected accounts.</p>}
      {groups.map(({ title, folded, entries }) =>
        entries.length === 0 ? null : (
          <details key={title} class="entry-group" open={!folded}>
            <summary>
              {title} <span class="hint">{entries.length.toLocaleString('en')}</span>
            </summary>
            <ul class="entries">
              {entries.slice(0, mostEntries).map((entry) => (
                <Entry key={entry.principal.arn} entry={entry} />
              ))}
            </ul>
            {entries.length > mostEntries && (
              <p class="hint">
                And {(entries.length - mostEntries).toLocaleString('en')} more: search for “{entries[0]?.principal.kind}:”.
              </p>
            )}
          </details>
        ),
      )}
    </section>
  );
}

function Entry({ entry: { principal, roles, unconditional } }: { entry: EntryPoint }) {
  const { open } = useNavigation();
  return (
    <li>
      <button type="button" class="entry" onClick={() => open({ from: principal.arn })}>
        <PrincipalLabel principal={principal} spellKind />
        <span class="entry-count">
          {plural(roles, 'role')}
          {unconditional > 0 && (
            <span class="open-count">{unconditional === roles ? 'unconditionally' : `${unconditional} unconditionally`}</span>
          )}
        </span>
      </button>
    </li>
  );
}

const mostAccounts = 24;

function Accounts({ accounts }: { accounts: SummaryAnswer['accounts'] }) {
  const { suggest } = useNavigation();
  const sorted = [...accounts].sort(byUnit);
  return (
    <section class="sheet">
      <h2>Accounts</h2>
      <ul class="accounts">
        {sorted.slice(0, mostAccounts).map((account) => (
          <li key={account.id}>
            <div>
              <button type="button" class="link" onClick={() => suggest(account.id)}>
                <Name text={account.name} />
              </button>
              <AccountFacts account={account} />
            </div>
            <span class="entry-count">{plural(account.principals, 'principal')}</span>
          </li>
        ))}
      </ul>
      {sorted.length > mostAccounts && <p class="hint">{plural(sorted.length - mostAccounts, 'more account')}: search by name or id.</p>}
    </section>
  );
}

/** What is said of an account below its name, which is its id if it has no other. */
function AccountFacts({ account }: { account: SummaryAnswer['accounts'][number] }) {
  const facts = [
    account.name !== account.id && account.id,
    account.unitPath !== '' && <Name text={account.unitPath} class="wrap" />,
    account.isManagement && 'management account',
    !account.collected && 'not collected',
    !account.inOrganization && 'outside the organization',
  ].filter((fact) => fact !== false);
  return (
    <p class="hint">
      {facts.map((fact, index) => (
        <Fragment key={index}>
          {index > 0 && ', '}
          {fact}
        </Fragment>
      ))}
    </p>
  );
}

const severityWords = { skipped: 'Skipped', unknown: 'Unknown', notice: 'Notice' } as const;
const mostFindings = 50;

function Findings({ findings }: { findings: SummaryAnswer['findings'] }) {
  return (
    <section class="sheet" id="findings">
      <h2>Findings about the data</h2>
      {findings.length === 0 && <p class="hint">None: every file and entry was read, and every policy named is in the data.</p>}
      <ul class="findings">
        {findings.slice(0, mostFindings).map((finding, index) => (
          <li key={index}>
            <span class={`tag ${finding.severity}`}>{severityWords[finding.severity]}</span>
            <div>
              <p>
                <Name text={finding.reason} class="wrap" />
              </p>
              <p class="hint">
                <Name text={finding.path === null ? finding.file : `${finding.file} ${finding.path}`} class="wrap" />
              </p>
              <p class="hint">
                <Name text={finding.remedy} class="wrap" />
              </p>
            </div>
          </li>
        ))}
      </ul>
      {findings.length > mostFindings && (
        <p class="hint">{plural(findings.length - mostFindings, 'more finding')} in the snapshot's manifest.</p>
      )}
    </section>
  );
}
