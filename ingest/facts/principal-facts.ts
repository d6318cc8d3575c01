/** What is worked out of each principal once all edges are known: administrators, what is worth guarding, reach in numbers. */
import type { EdgeColumns } from '../../graph/access-graph.ts';
import { isRootSession } from '../../graph/edge-flags.ts';
import type { Finding } from '../../graph/finding.ts';
import { groupOffsets } from '../../graph/group-edges.ts';
import type { NodeRow } from '../../graph/schema.ts';
import { decideAdministrator } from '../../iam/index.ts';
import type { DerivedEdges } from '../derive/derive-edges.ts';
import { callerOf } from '../derive/principal-index.ts';
import type { Organization } from '../organization.ts';
import { countReach, type ReachCounts } from './count-reach.ts';
import type { HighValue } from './high-value.ts';
import { hopsToAdmin } from './hops-to-admin.ts';

export type PrincipalFact = Pick<
  NodeRow<'Principal'>,
  'isAdmin' | 'adminWhy' | 'highValue' | 'hopsToAdmin' | 'reachRoles' | 'reachAccounts' | 'reachedBy'
>;

export interface PrincipalFacts {
  /** In the order of `DerivedEdges.arns`. */
  at(principal: number): PrincipalFact;
  readonly findings: readonly Finding[];
}

/** Words combined when counting reach: some tens of seconds. */
const countBudget = 40_000_000_000;

export function derivePrincipalFacts(
  organization: Organization,
  { arns, edges, named }: DerivedEdges,
  highValue: HighValue,
  budget = countBudget,
): PrincipalFacts {
  const identities = new Map([...organization.users, ...organization.roles].map((identity) => [identity.arn, identity]));
  const accounts = new Map<string, number>();
  const numberOf = (accountId: string): number => {
    const number = accounts.get(accountId) ?? accounts.size;
    accounts.set(accountId, number);
    return number;
  };
  const accountOf = new Map([...organization.groups, ...named, ...identities.values()].map(({ arn, accountId }) => [arn, accountId]));
  const administrators = arns.map((arn) => {
    const identity = identities.get(arn);
    const account = identity && organization.accounts.get(identity.accountId);
    return identity && account ? decideAdministrator(callerOf(identity, account.facts)) : { isAdmin: false, why: '' };
  });
  const hops = hopsToAdmin(
    edges,
    administrators.map(({ isAdmin }) => isAdmin),
  );
  const { from, to } = withoutRootSessions(edges);
  const counts = countReach({
    offsets: groupOffsets(from, arns.length),
    targets: to,
    accountOf: Uint32Array.from(arns, (arn) => numberOf(accountOf.get(arn) ?? '')),
    budget,
  });
  const unknown = highValue.unknownArns(new Set(identities.keys())).map(unknownHighValue);
  return {
    at(principal) {
      const { isAdmin, why } = administrators[principal] ?? { isAdmin: false, why: '' };
      const identity = identities.get(arns[principal] ?? '');
      return {
        isAdmin,
        adminWhy: why,
        highValue: isAdmin || (identity !== undefined && highValue.includes(identity)),
        hopsToAdmin: hops[principal] ?? -1,
        ...numbersOf(counts, principal),
      };
    },
    findings: [...unknown, ...(counts ? [] : [notCounted])],
  };
}

/** Reach is counted in roles. Root sessions end a chain, so leaving them out takes no role away. */
function withoutRootSessions({ length, from, to, flags }: EdgeColumns): Pick<EdgeColumns, 'from' | 'to'> {
  const isKept = (_: number, edge: number): boolean => !isRootSession(flags[edge] ?? 0);
  const [allFrom, allTo] = [from.subarray(0, length), to.subarray(0, length)];
  return flags.some(isRootSession) ? { from: allFrom.filter(isKept), to: allTo.filter(isKept) } : { from: allFrom, to: allTo };
}

const numbersOf = (counts: ReachCounts | null, principal: number): Pick<PrincipalFact, 'reachRoles' | 'reachAccounts' | 'reachedBy'> => ({
  reachRoles: counts?.roles[principal] ?? -1,
  reachAccounts: counts?.accounts[principal] ?? -1,
  reachedBy: counts?.reachedBy[principal] ?? -1,
});

const notCounted: Finding = {
  severity: 'notice',
  code: 'reach-not-counted',
  file: '',
  path: null,
  reason: 'The organization is too large to count what each principal reaches: reachRoles, reachAccounts and reachedBy are -1.',
  remedy: 'Ask "rolepath reach" for single principals; its answers are not affected.',
};

const unknownHighValue = (arn: string): Finding => ({
  severity: 'notice',
  code: 'unknown-high-value',
  file: '',
  path: null,
  reason: `${arn} was given as a high-value target, but no user or role of the data has this ARN.`,
  remedy: 'Mend the ARN given with --high-value, or ingest the account that it belongs to.',
});
