/** The snapshot at a glance: counts, accounts, the edges between them, findings. */
import { isConditional } from '../graph/edge-flags.ts';
import { outsideKinds } from '../graph/schema-values.ts';
import type { SummaryAnswer } from './answers.ts';
import { compareText, showUnitPath } from './names.ts';
import { overviewCypher } from './overview-cypher.ts';
import type { SnapshotView } from './snapshot-view.ts';

/** Kinds that stand for their account in the edges between accounts; all others (services, providers, …) stand for themselves. */
const standsForAccount: ReadonlySet<string> = new Set(['user', 'role', 'group', 'root', 'external-account']);

export function answerSummary(view: SnapshotView): SummaryAnswer {
  const { adjacency, manifest } = view;
  const principals = new Map<string, number>();
  for (const { accountId } of adjacency.principals) principals.set(accountId, (principals.get(accountId) ?? 0) + 1);
  return {
    ...view.envelope(overviewCypher('account')),
    createdAt: manifest.createdAt,
    source: manifest.source,
    counts: { ...manifest.counts },
    accounts: adjacency.accounts.map(({ id, name, unitPath, inOrganization, isManagement, collected }) => ({
      id,
      name,
      unitPath: showUnitPath(unitPath),
      inOrganization,
      isManagement,
      collected,
      principals: principals.get(id) ?? 0,
    })),
    accountEdges: countAccountEdges(view),
    entryPoints: findEntryPoints(view),
    findings: manifest.findings.map((finding) => ({ ...finding })),
  };
}

/** Whoever can assume a role from outside the collected accounts, in ARN order. */
function findEntryPoints({ adjacency, names }: SnapshotView): NonNullable<SummaryAnswer['entryPoints']> {
  return [...names.byRank].flatMap((number) => {
    const principal = adjacency.principals[number];
    const [first = 0, end = 0] = [adjacency.offsets[number], adjacency.offsets[number + 1]];
    if (!principal || first === end || (principal.collected && !outsideKinds.has(principal.kind))) return [];
    const edges = Array.from({ length: end - first }, (_, place) => first + place);
    const unconditional = edges.filter((edge) => !isConditional(adjacency.flags[edge] ?? 0));
    const countRoles = (numbers: readonly number[]): number => new Set(numbers.map((edge) => adjacency.targets[edge])).size;
    return [{ principal: names.describe(number), roles: countRoles(edges), unconditional: countRoles(unconditional) }];
  });
}

/** Edges by the place they start from and the account they lead into; also those within an account. */
function countAccountEdges({ adjacency, names }: SnapshotView): SummaryAnswer['accountEdges'] {
  const places = Array.from(adjacency.principals, ({ arn, kind, accountId }) =>
    standsForAccount.has(kind) && accountId !== '' ? accountId : arn,
  );
  const numberOf = new Map<string, number>();
  const numbers = Uint32Array.from(places, (place) => {
    const number = numberOf.get(place) ?? numberOf.size;
    numberOf.set(place, number);
    return number;
  });
  const counts = new Map<number, { from: string; to: string; edges: number; unconditional: number }>();
  for (let edge = 0; edge < adjacency.edgeCount; edge += 1) {
    const source = adjacency.sources[edge] ?? 0;
    const target = adjacency.targets[edge] ?? 0;
    const pair = (numbers[source] ?? 0) * names.count + (numbers[target] ?? 0);
    let count = counts.get(pair);
    if (!count) {
      count = { from: places[source] ?? '', to: places[target] ?? '', edges: 0, unconditional: 0 };
      counts.set(pair, count);
    }
    count.edges += 1;
    if (!isConditional(adjacency.flags[edge] ?? 0)) count.unconditional += 1;
  }
  return [...counts.values()].sort((left, right) => compareText(left.from, right.from) || compareText(left.to, right.to));
}
