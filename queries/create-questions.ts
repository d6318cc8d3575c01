/** Puts the questions together over one open snapshot. */
import type { Adjacency } from '../graph/adjacency.ts';
import type { CypherRunner } from '../graph/cypher-runner.ts';
import type { GraphReader } from '../graph/store.ts';
import { rememberLast } from './bounded-cache.ts';
import { answerChokePoints, countPairs } from './choke-points.ts';
import { answerCut } from './cuts.ts';
import { createDecisionReader } from './decision-inputs.ts';
import { answerEdgeCut } from './edge-cut.ts';
import { listEdges } from './edges.ts';
import { answerExplain, listKnownAccounts } from './explain.ts';
import { answerNeighbours } from './neighbours.ts';
import { readChainOptions, readPage } from './options.ts';
import { createOverview } from './overview.ts';
import { answerPaths } from './paths.ts';
import { answerPrincipal } from './principal.ts';
import type { Questions } from './questions.ts';
import { answerReach } from './reach.ts';
import { createPrincipalAccess } from './reports/principal-access.ts';
import { createAccountReader } from './reports/read-callers.ts';
import { resolvePrincipal, resolveRole } from './resolve-principal.ts';
import { createSearch } from './search.ts';
import { createSnapshotView, type ManifestFacts } from './snapshot-view.ts';
import { answerSummary } from './summary.ts';
import { answerCypher } from './user-cypher.ts';

export interface QuestionsInput {
  readonly adjacency: Adjacency;
  /** Stays the caller's: whoever opened it closes it. */
  readonly store: GraphReader;
  readonly manifest: ManifestFacts;
  /** The caller's too. Without it no Cypher is answered. */
  readonly cypher?: CypherRunner;
}

/** A principal takes some kilobytes: its policies. */
const rememberedPrincipals = 1000;

const defaultLimits = { reach: 1000, paths: 25, search: 20, neighbours: 200, between: 1000, cuts: 20 } as const;

/** @param closing ends what takes seconds when the snapshot is about to be closed */
export function createQuestions({ adjacency, store, manifest, cypher }: QuestionsInput, closing?: AbortSignal): Questions {
  const engine = cypher?.engine ?? 'ladybug';
  const view = createSnapshotView(adjacency, manifest, engine);
  const { names } = view;
  const search = createSearch(view);
  const map = createOverview(view);
  // Details and explanations of the same few principals are asked by many: the store is asked once for each.
  const reader: GraphReader = {
    readPrincipal: rememberLast(rememberedPrincipals, (arn) => store.readPrincipal(arn)),
    readAccount: (id) => store.readAccount(id),
    readPolicies: (ids) => store.readPolicies(ids),
    run: (text, parameters) => store.run(text, parameters),
  };
  const decisions = createDecisionReader(reader, listKnownAccounts(view));
  const readAccount = createAccountReader(store);
  let summary: ReturnType<typeof answerSummary> | undefined;
  const pairsOf = rememberLast(4, (maxHops) => countPairs(view, Number(maxHops), closing));
  return {
    snapshot: manifest.id,
    engine,
    async summary() {
      // The same object every time: it can be large, and nobody changes answers.
      summary ??= answerSummary(view);
      return summary;
    },
    search: async (text, options = {}) => search(text, readPage(options, defaultLimits.search)),
    principal: async (name) => answerPrincipal(view, reader, resolvePrincipal(names, name)),
    describe(arn) {
      const found = names.find(arn);
      return found === null ? null : names.describe(found);
    },
    neighbours: async (name, options = {}) =>
      answerNeighbours(view, resolvePrincipal(names, name), readPage(options, defaultLimits.neighbours)),
    reachFrom: async (name, options = {}) =>
      answerReach(view, resolvePrincipal(names, name), 'from', readChainOptions(options, defaultLimits.reach, adjacency.accounts)),
    reachTo: async (name, options = {}) =>
      answerReach(view, resolveRole(names, name), 'to', readChainOptions(options, defaultLimits.reach, adjacency.accounts)),
    async paths(from, to, options = {}) {
      const limits = readChainOptions(options, defaultLimits.paths, adjacency.accounts);
      return answerPaths(view, resolvePrincipal(names, from), resolveRole(names, to), limits);
    },
    async cut(to, { from, ...options } = {}) {
      const limits = readChainOptions(options, defaultLimits.cuts, adjacency.accounts);
      return answerCut(view, store, from === undefined ? null : resolvePrincipal(names, from), resolveRole(names, to), limits);
    },
    async cutEdge(from, to, options = {}) {
      const limits = readChainOptions(options, defaultLimits.cuts, adjacency.accounts);
      return answerEdgeCut(view, store, resolvePrincipal(names, from), resolveRole(names, to), limits);
    },
    async chokePoints(options = {}) {
      const { maxHops, ...page } = readChainOptions(options, defaultLimits.cuts, adjacency.accounts);
      return answerChokePoints(view, await pairsOf(String(maxHops)), page);
    },
    explain: async (from, to) => answerExplain(view, decisions, resolvePrincipal(names, from), resolveRole(names, to)),
    cypher: async (text, options = {}) => answerCypher(view, cypher, text, options),
    overview: async (options) => map.overview(options),
    between: async (from, to, options = {}) => map.between(from, to, readPage(options, defaultLimits.between)),
    edges: () => listEdges(view),
    principalAccess: () => createPrincipalAccess(view, store, readAccount),
  };
}
