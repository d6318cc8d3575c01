/** The chains from a principal to a role, shortest first. */
import { isConditional, isCrossAccount } from '../graph/edge-flags.ts';
import type { Path, PathsAnswer } from './answers.ts';
import { findBestChains } from './best-chains.ts';
import { pathsCypher } from './cypher.ts';
import type { ChainLimits } from './options.ts';
import { combineRequirements } from './reach.ts';
import { describeChain } from './sentences.ts';
import type { SnapshotView } from './snapshot-view.ts';

/** Edges and nodes looked at before a search for more chains gives up: about a second of work. */
const searchBudget = 50_000_000;
/** "Role chaining limits your AWS CLI or AWS API role session to a maximum of one hour" (IAM User Guide, "Methods to assume a role"). */
const chainedSessionSeconds = 3600;

/** From a role to itself there is no chain but its own trust, if AWS lets it assume itself. */
export function answerPaths(view: SnapshotView, from: number, to: number, limits: ChainLimits): PathsAnswer {
  const { names } = view;
  const { chains, truncated } = from === to ? collectSelf(view, from, limits) : collectChains(view, from, to, limits);
  return {
    ...view.envelope(pathsCypher(names.arn(from), names.arn(to), limits), truncated),
    from: names.describe(from),
    to: names.describe(to),
    maxHops: limits.maxHops,
    paths: chains.map((edges) => describePath(view, from, edges)),
  };
}

interface Chains {
  readonly chains: readonly (readonly number[])[];
  readonly truncated: boolean;
}

function collectChains({ adjacency, names }: SnapshotView, from: number, to: number, limits: ChainLimits): Chains {
  const { maxHops, unconditional, crossAccount, limit } = limits;
  const chains: number[][] = [];
  for (const chain of findBestChains({ adjacency, rank: names.rank, from, to, maxHops, unconditional, budget: searchBudget })) {
    if (chain === 'budget-spent') return { chains, truncated: true };
    if (crossAccount && !chain.some((edge) => isCrossAccount(adjacency.flags[edge] ?? 0))) continue;
    if (chains.length === limit) return { chains, truncated: true };
    chains.push(chain);
  }
  return { chains, truncated: false };
}

function collectSelf({ adjacency }: SnapshotView, role: number, { unconditional, crossAccount, limit }: ChainLimits): Chains {
  const chains: number[][] = [];
  const end = adjacency.offsets[role + 1] ?? 0;
  for (let edge = adjacency.offsets[role] ?? 0; edge < end; edge += 1) {
    const flags = adjacency.flags[edge] ?? 0;
    if (adjacency.targets[edge] !== role || (unconditional && isConditional(flags)) || (crossAccount && !isCrossAccount(flags))) continue;
    chains.push([edge]);
  }
  return { chains: chains.slice(0, limit), truncated: chains.length > limit };
}

function describePath(view: SnapshotView, from: number, numbers: readonly number[]): Path {
  const { adjacency, names } = view;
  const principals = [from, ...numbers.map((edge) => adjacency.targets[edge] ?? 0)].map(names.describe);
  const edges = numbers.map(view.edge);
  const callers = principals.slice(0, -1);
  const accounts = principals.flatMap(({ accountId }) => (accountId === null ? [] : [accountId]));
  return {
    hops: edges.length,
    verdict: edges.some((edge) => edge.verdict === 'conditional') ? 'conditional' : 'allowed',
    requires: combineRequirements(view, numbers),
    principals,
    edges,
    accounts: accounts.filter((account, place) => account !== accounts[place - 1]),
    sessionLimitSeconds: callers.some((caller) => caller.kind === 'role') ? chainedSessionSeconds : null,
    sentence: describeChain(principals, edges),
  };
}
