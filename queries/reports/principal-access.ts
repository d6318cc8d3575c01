/**
 * The Principal Access Summary: for each principal its capabilities in STS, and the roles it may use within its account and in
 * others. Roles come from the assume edges; the other capabilities are decided anew from the policies in the graph.
 */
import type { GraphReader } from '../../graph/store.ts';
import { decideStsActions, requiresOf } from '../../iam/index.ts';
import type { Caller } from '../../iam/types.ts';
import type { Edge, Envelope } from '../answers.ts';
import { sortedEdgesOut } from '../edge-lists.ts';
import type { AccessRow, Assumer } from '../principal-access-answer.ts';
import { copyCondition, type SnapshotView } from '../snapshot-view.ts';
import type { AccessFilter } from './access-filter.ts';
import { listAssumers } from './assumers.ts';
import { type AccountReader, type CallersReader, createCallersReader } from './read-callers.ts';

export interface PrincipalAccess {
  readonly envelope: Envelope;
  /** When the snapshot was made, ISO 8601. */
  readonly analysisTime: string;
  /** What was ingested, as the user named it. */
  readonly source: string;
  /** By ARN, then capability, then role. Read from the graph as they are asked for; rejects with a StoreError. */
  rows(filter?: AccessFilter): AsyncGenerator<AccessRow, void, undefined>;
  /** Principals that can use some role: those that get into other accounts first. Needs no database. */
  assumers(filter?: AccessFilter): readonly Assumer[];
}

const cypher = [
  'MATCH (principal:Principal)-[edge:CAN_ASSUME]->(role:Principal)',
  'RETURN principal.arn AS principal_arn, principal.kind AS principal_type, role.arn AS resource_arn,',
  '  edge.action AS action, edge.verdict AS verdict, edge.requires AS requires, edge.crossAccount AS cross_account',
  'ORDER BY principal_arn, resource_arn, action',
].join('\n');

/** Principals that are read at once. */
const portion = 200;

export function createPrincipalAccess(view: SnapshotView, store: GraphReader, readAccount: AccountReader): PrincipalAccess {
  return {
    envelope: view.envelope(cypher),
    analysisTime: view.manifest.createdAt,
    source: view.manifest.source,
    rows: (filter = {}) => listRows(view, createCallersReader(store, readAccount), filter),
    assumers: (filter = {}) => listAssumers(view, filter),
  };
}

async function* listRows(view: SnapshotView, readCallers: CallersReader, filter: AccessFilter): AsyncGenerator<AccessRow, void, undefined> {
  const { adjacency, names } = view;
  const numbers = names.byRank;
  for (let start = 0; start < numbers.length; start += portion) {
    const some = [...numbers.subarray(start, start + portion)].filter((number) => canAct(adjacency, number));
    const callers = await readCallers(some.map((number) => names.arn(number)));
    for (const number of some) yield* rowsOf(view, number, callers.get(names.arn(number)), filter);
  }
}

/** Users and roles can; whoever else only if some role lets it in. */
function canAct({ principals, offsets }: SnapshotView['adjacency'], number: number): boolean {
  const principal = principals[number];
  if (principal?.collected && (principal.kind === 'user' || principal.kind === 'role')) return true;
  return offsets[number] !== offsets[number + 1];
}

function* rowsOf(view: SnapshotView, number: number, caller: Caller | undefined, filter: AccessFilter): Generator<AccessRow> {
  const { arn, kind, name, accountId, accountName, collected } = view.names.describe(number);
  const common = {
    analysis_time: view.manifest.createdAt,
    principal_name: name,
    principal_arn: arn,
    principal_type: kind,
    principal_tags: Object.fromEntries((caller?.tags ?? []).map(({ key, value }) => [key, value])),
    service_name: 'sts' as const,
    principal_account_id: accountId,
    principal_account_name: accountName,
  };
  const granted = caller && collected && filter.crossAccount !== true ? capabilitiesOf(caller) : [];
  const capability = (wanted: AccessRow['access_capability']): AccessRow[] => {
    const actions = granted
      .filter(({ of }) => of === wanted)
      .map(({ action }) => action)
      .filter(({ verdict }) => filter.unconditional !== true || verdict === 'allowed');
    if (actions.length === 0) return [];
    const free = actions.some(({ verdict }) => verdict === 'allowed');
    return [
      {
        ...common,
        access_capability: wanted,
        resource_arn: null,
        actions,
        verdict: free ? 'allowed' : 'conditional',
        requires: free ? [] : [...new Set(actions.flatMap(({ alternatives }) => requiresOf(alternatives)))].sort(),
        resource_name: null,
        resource_account_id: null,
        resource_account_name: null,
        cross_account: false,
      },
    ];
  };
  yield* capability('read-data');
  for (const edge of sortedEdgesOut(view, number).map(view.edge)) {
    if (filter.crossAccount === true && !edge.crossAccount) continue;
    if (filter.unconditional === true && edge.verdict !== 'allowed') continue;
    yield { ...common, ...useOf(view, edge) };
  }
  yield* capability('write-data');
}

function useOf(view: SnapshotView, edge: Edge) {
  const { names } = view;
  const role = names.describe(names.find(edge.to) ?? 0);
  const { action, verdict, alternatives, truncated, requires } = edge;
  return {
    access_capability: 'use-resource' as const,
    resource_arn: role.arn,
    actions: [{ action, verdict, alternatives, truncated }],
    verdict,
    requires,
    resource_name: role.name,
    resource_account_id: role.accountId,
    resource_account_name: role.accountName,
    cross_account: edge.crossAccount,
  };
}

function capabilitiesOf(caller: Caller): { of: AccessRow['access_capability']; action: AccessRow['actions'][number] }[] {
  return decideStsActions(caller).map(({ action, alternatives, truncated }) => ({
    of: action.capability,
    action: {
      action: action.action,
      verdict: alternatives[0]?.length === 0 ? 'allowed' : 'conditional',
      alternatives: alternatives.map((conditions) => conditions.map(copyCondition)),
      truncated,
    },
  }));
}
