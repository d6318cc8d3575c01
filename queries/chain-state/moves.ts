/**
 * Chain state by number, for searches that look at millions of edges: equal states have one number, and what an edge makes of a
 * state is worked out once for all edges of one profile.
 */
import type { Adjacency } from '../../graph/adjacency.ts';
import { askBefore, type Demand, isWeaker, meetsDemand, noDemand } from './demands.ts';
import { createGrid } from './grid.ts';
import { type Hop, readHops } from './hops.ts';
import { rememberFacets } from './remember-facets.ts';
import { covers, openSession, type Session, startSession } from './sessions.ts';

export interface Moves {
  /** State of a search that begins at the principal. */
  start(principal: number): number;
  /** States at the other end of the edge; none: it cannot be taken. */
  step(state: number, edge: number): readonly number[];
  /** The same in a hurry: the only one; -1: there are several, ask `step`; -2: none. */
  only(state: number, edge: number): number;
  /** Can whoever is in the left state do all that the right one can? */
  covers(left: number, right: number): boolean;
  /** Can a chain begin (searching backward) or end (forward) at the principal in this state? */
  accepts(state: number, principal: number): boolean;
}

/** For searches from both ends. */
export interface TwoWays {
  readonly forward: Moves;
  readonly backward: Moves;
  /** Can whoever is in the forward state go on by a chain that the backward state stands for? */
  meets(forward: number, backward: number): boolean;
}

export interface ChainState extends TwoWays {
  /** The ways of taking an edge. */
  hops(edge: number): readonly Hop[];
  session(principal: number): Session;
}

/** Null where no hop of the snapshot looks at a session: then state changes nothing. */
export function createChainState(adjacency: Adjacency): ChainState | null {
  const { tracked, principals, sources } = adjacency;
  if (tracked.length === 0) return null;
  const known = new Set(tracked);
  const profiles = createProfiles(adjacency);
  const rules = rememberFacets();
  const attributes = [...new Set(['name', 'source-identity', ...tracked])];
  const sessions = intern<Session>(({ mfa, bound, carried, facets }) => {
    const parts = attributes.map((attribute) => {
      const facet = facets.get(attribute);
      return facet ? rules.number(facet) : '';
    });
    return `${mfa} ${bound} ${JSON.stringify(carried)} ${parts.join()}`;
  });
  const demands = intern<Demand>(writeDemand);
  const kindOf = (principal: number): string => principals[principal]?.kind ?? '';
  const starts = new Map<string, Session>();
  const startOf = (principal: number): Session => {
    const kind = kindOf(principal);
    const session = starts.get(kind) ?? startSession(kind, tracked);
    starts.set(kind, session);
    return session;
  };
  const isCovering = (left: Session, right: Session): boolean => covers(left, right, rules);
  const forwardSteps = createSteps(profiles.of, (state, profile) =>
    keepBest(
      profiles.hops(profile).flatMap((hop) => openSession(sessions.at(state), hop, rules) ?? []),
      isCovering,
    ).map(sessions.number),
  );
  const backwardSteps = createSteps(profiles.of, (state, profile) =>
    keepBest(
      profiles.hops(profile).flatMap((hop) => askBefore(demands.at(state), hop, known)),
      isWeaker,
    ).map(demands.number),
  );
  const accepted = new Map<string, boolean>();
  return {
    forward: {
      start: (principal) => sessions.number(startOf(principal)),
      ...forwardSteps,
      covers: remember((left, right) => left === right || isCovering(sessions.at(left), sessions.at(right))),
      accepts: () => true,
    },
    backward: {
      start: () => demands.number(noDemand),
      ...backwardSteps,
      covers: remember((left, right) => left === right || isWeaker(demands.at(left), demands.at(right))),
      accepts(state, principal) {
        const key = `${state} ${kindOf(principal)}`;
        const answer = accepted.get(key) ?? meetsDemand(startOf(principal), demands.at(state));
        accepted.set(key, answer);
        return answer;
      },
    },
    meets: remember((session, demand) => meetsDemand(sessions.at(session), demands.at(demand))),
    hops: (edge) => profiles.hops(profiles.of(edge, sources[edge] ?? 0)),
    session: startOf,
  };

  function createSteps(
    profileOf: (edge: number, source: number) => number,
    compute: (state: number, profile: number) => readonly number[],
  ): Pick<Moves, 'step' | 'only'> {
    const [none, several, firstState] = [1, 2, 3];
    const grid = createGrid((length) => new Int32Array(length));
    const lists = new Map<number, readonly number[]>();
    const keyOf = (state: number, profile: number): number => state * 0x1000000 + profile;
    const look = (state: number, profile: number): number => {
      const known = grid.get(state, profile);
      if (known !== 0) return known;
      const states = compute(state, profile);
      const [first, ...others] = states;
      const found = first === undefined ? none : others.length > 0 ? several : first + firstState;
      if (found === several) lists.set(keyOf(state, profile), states);
      grid.set(state, profile, found);
      return found;
    };
    return {
      only: (state, edge) => look(state, profileOf(edge, sources[edge] as number)) - firstState,
      step(state, edge) {
        const profile = profileOf(edge, sources[edge] as number);
        const found = look(state, profile);
        return found >= firstState ? [found - firstState] : (lists.get(keyOf(state, profile)) ?? []);
      },
    };
  }
}

/** Profiles: lists of hops, equal ones with one number. Most edges share a handful. */
function createProfiles(adjacency: Adjacency) {
  const { principals, tracked, reasonOf, shapeOf } = adjacency;
  const profiles = intern<readonly Hop[]>(writeHops);
  const kinds = new Map<string, number>();
  const kindNumbers = Uint8Array.from(principals, ({ kind, arn }) => {
    const key = arn === 'ec2.amazonaws.com' ? arn : kind;
    const number = kinds.get(key) ?? kinds.size;
    kinds.set(key, number);
    return number;
  });
  const byLogin = tracked.some((attribute) => attribute.startsWith('login:'));
  const shared: number[] = [];
  const single = new Map<string, number>();
  const isSingle = new Map<number, boolean>();
  const compile = (shape: number, source: number): number => {
    const { kind = '', arn = '', uniqueId = '' } = principals[source] ?? {};
    return profiles.number(readHops(adjacency.shape(shape), { kind, arn, uniqueId }, tracked));
  };
  /** Does the profile depend on who takes the edge, beyond the kind? */
  const dependsOnCaller = (shape: number, source: number): boolean => {
    if (byLogin && /provider|federated/.test(principals[source]?.kind ?? '')) return true;
    let answer = isSingle.get(shape);
    if (answer === undefined) {
      const { ways, tagging, settingIdentity } = adjacency.shape(shape);
      answer = [...ways, ...tagging, ...settingIdentity].some(({ needs }) => needs.some(({ key }) => key.toLowerCase() === 'aws:userid'));
      isSingle.set(shape, answer);
    }
    return answer;
  };
  /** Per edge its profile and one; 0: not asked for yet. */
  const ofEdge = new Uint32Array(adjacency.edgeCount);
  return {
    of(edge: number, source: number): number {
      if (ofEdge[edge] === 0) ofEdge[edge] = find(edge, source) + 1;
      return (ofEdge[edge] as number) - 1;
    },
    hops: (profile: number): readonly Hop[] => profiles.at(profile),
  };

  function find(edge: number, source: number): number {
    const shape = shapeOf[reasonOf[edge] as number] as number;
    const slot = shape * 32 + (kindNumbers[source] as number);
    const known = shared[slot];
    if (known !== undefined && known >= 0) return known;
    if (known === undefined && !dependsOnCaller(shape, source)) {
      const profile = compile(shape, source);
      shared[slot] = profile;
      return profile;
    }
    shared[slot] = -1;
    const key = `${shape} ${source}`;
    const profile = single.get(key) ?? compile(shape, source);
    single.set(key, profile);
    return profile;
  }
}

function intern<T>(write: (value: T) => string) {
  const numbers = new Map<string, number>();
  const values: T[] = [];
  return {
    number(value: T): number {
      const text = write(value);
      const number = numbers.get(text) ?? values.push(value) - 1;
      numbers.set(text, number);
      return number;
    },
    at: (number: number): T => values[number] as T,
  };
}

/** Without those that another one covers; of equals the first stays. */
function keepBest<T>(values: readonly T[], better: (left: T, right: T) => boolean): T[] {
  return values.filter(
    (value, place) =>
      !values.some((other, otherPlace) => otherPlace !== place && better(other, value) && (otherPlace < place || !better(value, other))),
  );
}

/** Works out each answer once: this is asked for every edge that a search looks at. */
function remember(compute: (left: number, right: number) => boolean): (left: number, right: number) => boolean {
  const [no, yes] = [1, 2];
  const answers = createGrid((length) => new Uint8Array(length));
  return (left, right) => {
    const known = answers.get(left, right);
    if (known !== 0) return known === yes;
    const answer = compute(left, right);
    answers.set(left, right, answer ? yes : no);
    return answer;
  };
}

const sorted = <T>(map: ReadonlyMap<string, T>): [string, T][] => [...map].sort(([left], [right]) => (left < right ? -1 : 1));
const writeDemand = ({ unbound, without, wanted }: Demand): string => JSON.stringify([unbound, without, sorted(wanted)]);
const writeHops = (hops: readonly Hop[]): string =>
  JSON.stringify(hops.map(({ needs, login, tags, ...rest }) => [sorted(needs), sorted(login), sorted(tags), rest]));
