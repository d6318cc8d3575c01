/** The chains from a principal to a role, shortest first. */
import { isConditional, isCrossAccount } from '../graph/edge-flags.ts';
import type { Path, PathsAnswer } from './answers.ts';
import { findBestChains } from './best-chains.ts';
import { writeCommands, writeProfiles } from './chain-commands.ts';
import { edgeFilter, placeFilter } from './chain-filters.ts';
import { type ResolvedChain, resolveChain } from './chain-resolve.ts';
import { pathsCypher } from './cypher.ts';
import type { ChainLimits } from './options.ts';
import { cutPage } from './page.ts';
import { combineRequirements } from './reach.ts';
import { describeChain, describeClosed } from './sentences.ts';
import { copyCondition, type SnapshotView } from './snapshot-view.ts';

/** Edges and nodes looked at before a search for more chains gives up: about a second of work. */
const searchBudget = 50_000_000;
/** "Role chaining limits your AWS CLI or AWS API role session to a maximum of one hour" (IAM User Guide, "Methods to assume a role"). */
const chainedSessionSeconds = 3600;

/** From a role to itself there is no chain but its own trust, if AWS lets it assume itself. */
export function answerPaths(view: SnapshotView, from: number, to: number, limits: ChainLimits): PathsAnswer {
  const { names } = view;
  const { chains, next, truncated } = from === to ? collectSelf(view, from, limits) : collectChains(view, from, to, limits);
  return {
    ...view.envelope(pathsCypher(view.dialect, names.arn(from), names.arn(to), limits), truncated),
    from: names.describe(from),
    to: names.describe(to),
    maxHops: limits.maxHops,
    next,
    paths: chains.map((edges) => describePath(view, from, edges)),
    ...(limits.stateless || !view.state || from === to ? {} : { closed: listClosed(view, from, to, limits) }),
  };
}

interface Chains {
  readonly chains: readonly (readonly number[])[];
  readonly next: number | null;
  readonly truncated: boolean;
}

function collectChains(view: SnapshotView, from: number, to: number, limits: ChainLimits): Chains {
  const { adjacency } = view;
  const { crossAccount, limit, offset } = limits;
  const inPlace = placeFilter(adjacency, limits.accountIds);
  const fits = (chain: readonly number[]): boolean =>
    (!crossAccount || chain.some((edge) => isCrossAccount(adjacency.flags[edge] ?? 0))) &&
    [from, ...chain.map((edge) => adjacency.targets[edge] ?? 0)].some(inPlace);
  const chains: number[][] = [];
  let passed = 0;
  for (const chain of listChains(view, from, to, limits)) {
    if (chain === 'budget-spent') return { chains, next: null, truncated: true };
    if (!fits(chain)) continue;
    if (chains.length === limit) return { chains, next: offset + limit, truncated: true };
    if (passed < offset) passed += 1;
    else chains.push(chain);
  }
  return { chains, next: null, truncated: false };
}

/** In the order asked for. By conditions: those without any conditional hop first, then those with one, and so on. */
function* listChains(view: SnapshotView, from: number, to: number, limits: ChainLimits): Generator<number[] | 'budget-spent'> {
  const { adjacency, names } = view;
  const { maxHops, unconditional, order, shortest } = limits;
  const ways = limits.stateless ? null : view.state;
  const admits = edgeFilter(adjacency, limits);
  const request = { adjacency, rank: names.rank, from, to, maxHops, unconditional, admits, ways, shortest, budget: searchBudget };
  if (order === 'hops') return yield* findBestChains(request);
  const conditional = (chain: readonly number[]): number => chain.filter((edge) => isConditional(adjacency.flags[edge] ?? 0)).length;
  for (let most = 0; most <= (unconditional ? 0 : maxHops); most += 1) {
    for (const chain of findBestChains({ ...request, mostConditional: most })) {
      if (chain === 'budget-spent' || conditional(chain) === most) yield chain;
      if (chain === 'budget-spent') return;
    }
  }
}

function collectSelf({ adjacency }: SnapshotView, role: number, limits: ChainLimits): Chains {
  const { unconditional, crossAccount } = limits;
  const admits = edgeFilter(adjacency, limits);
  if (!placeFilter(adjacency, limits.accountIds)(role)) return { chains: [], next: null, truncated: false };
  const chains: number[][] = [];
  const end = adjacency.offsets[role + 1] ?? 0;
  for (let edge = adjacency.offsets[role] ?? 0; edge < end; edge += 1) {
    const flags = adjacency.flags[edge] ?? 0;
    if (adjacency.targets[edge] !== role || (unconditional && isConditional(flags)) || (crossAccount && !isCrossAccount(flags))) continue;
    if (admits && !admits(edge)) continue;
    chains.push([edge]);
  }
  const { rows, next } = cutPage(chains, limits);
  return { chains: rows, next, truncated: next !== null };
}

/** Closed chains shown, and looked at. */
const shownClosed = 5;
const triedClosed = 25;

/** Of the shortest chains along edges alone, those that no session can take, and at which hop they end. */
function listClosed(view: SnapshotView, from: number, to: number, limits: ChainLimits): NonNullable<PathsAnswer['closed']> {
  const { adjacency, names } = view;
  const { maxHops, unconditional } = limits;
  const request = { adjacency, rank: names.rank, from, to, maxHops, unconditional, admits: edgeFilter(adjacency, limits) };
  const closed: NonNullable<PathsAnswer['closed']> = [];
  let tried = 0;
  for (const edges of findBestChains({ ...request, ways: null, shortest: true, budget: searchBudget / 10 })) {
    tried += 1;
    if (edges === 'budget-spent' || tried > triedClosed || closed.length === shownClosed) break;
    const resolved = resolveChain(view, edges);
    if (!('closedAt' in resolved)) continue;
    const asked = view
      .edge(edges[resolved.closedAt - 1] ?? 0)
      .alternatives.map((each) => each.filter(({ source }) => source === 'session'));
    closed.push({
      principals: [from, ...edges.map((edge) => adjacency.targets[edge] ?? 0)].map(names.arn),
      hop: resolved.closedAt,
      why: describeClosed(resolved.closedAt, asked),
    });
  }
  return closed;
}

function describePath(view: SnapshotView, from: number, numbers: readonly number[]): Path {
  const { adjacency, names } = view;
  const principals = [from, ...numbers.map((edge) => adjacency.targets[edge] ?? 0)].map(names.describe);
  const edges = numbers.map(view.edge);
  const resolved = resolveChain(view, numbers);
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
    ...('closedAt' in resolved ? {} : describeResolved(principals, edges, resolved)),
  };
}

function describeResolved(principals: Path['principals'], edges: Path['edges'], chain: ResolvedChain): Partial<Path> {
  return {
    merged: chain.merged.map(({ condition, hops }) => ({ condition: copyCondition(condition), hops: [...hops] })),
    choices: chain.choices.map(({ conditions, ...choice }) => ({ ...choice, conditions: conditions.map(copyCondition) })),
    commands: writeCommands(principals, edges, chain),
    profile: writeProfiles(principals, edges, chain),
  };
}
