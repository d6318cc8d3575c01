/**
 * Chain state by number, for searches that look at millions of edges: equal states have one number, and what an edge makes of a
 * state is worked out once for all edges of one profile.
 */
import type { Adjacency } from '../../graph/adjacency.ts';
import { askBefore, type Demand, isWeaker, meetsDemand, noDemand } from './demands.ts';
import { type Hop, readHops } from './hops.ts';
import { covers, openSession, type Session, startSession } from './sessions.ts';

export interface Moves {
  /** State of a search that begins at the principal. */
  start(principal: number): number;
  /** States at the other end of the edge; none: it cannot be taken. */
  step(state: number, edge: number): readonly number[];
  /** Can whoever is in the left state do all that the right one can? */
  covers(left: number, right: number): boolean;
  /** Can a chain begin (searching backward) or end (forward) at the principal in this state? */
  accepts(state: number, principal: number): boolean;
}

export interface ChainState {
  readonly forward: Moves;
  readonly backward: Moves;
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
  const sessions = intern<Session>(writeSession);
  const demands = intern<Demand>(writeDemand);
  const kindOf = (principal: number): string => principals[principal]?.kind ?? '';
  const starts = new Map<string, Session>();
  const startOf = (principal: number): Session => {
    const kind = kindOf(principal);
    const session = starts.get(kind) ?? startSession(kind, tracked);
    starts.set(kind, session);
    return session;
  };
  const forwardSteps = createSteps(profiles.of, (state, profile) =>
    keepBest(
      profiles.hops(profile).flatMap((hop) => openSession(sessions.at(state), hop) ?? []),
      covers,
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
      step: forwardSteps,
      covers: remember((left, right) => covers(sessions.at(left), sessions.at(right))),
      accepts: () => true,
    },
    backward: {
      start: () => demands.number(noDemand),
      step: backwardSteps,
      covers: remember((left, right) => isWeaker(demands.at(left), demands.at(right))),
      accepts(state, principal) {
        const key = `${state} ${kindOf(principal)}`;
        const answer = accepted.get(key) ?? meetsDemand(startOf(principal), demands.at(state));
        accepted.set(key, answer);
        return answer;
      },
    },
    hops: (edge) => profiles.hops(profiles.of(edge, sources[edge] ?? 0)),
    session: startOf,
  };

  function createSteps(
    profileOf: (edge: number, source: number) => number,
    compute: (state: number, profile: number) => readonly number[],
  ) {
    const steps: (readonly number[] | undefined)[][] = [];
    return (state: number, edge: number): readonly number[] => {
      const profile = profileOf(edge, sources[edge] as number);
      let row = steps[state];
      if (!row) {
        row = [];
        steps[state] = row;
      }
      let next = row[profile];
      if (!next) {
        next = compute(state, profile);
        row[profile] = next;
      }
      return next;
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
  return {
    of(edge: number, source: number): number {
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
    },
    hops: (profile: number): readonly Hop[] => profiles.at(profile),
  };
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

function remember(compute: (left: number, right: number) => boolean): (left: number, right: number) => boolean {
  const answers = new Map<number, boolean>();
  return (left, right) => {
    if (left === right) return true;
    const key = left * 0x1000000 + right;
    const answer = answers.get(key) ?? compute(left, right);
    answers.set(key, answer);
    return answer;
  };
}

const sorted = <T>(map: ReadonlyMap<string, T>): [string, T][] => [...map].sort(([left], [right]) => (left < right ? -1 : 1));
const writeSession = ({ mfa, bound, facets }: Session): string => JSON.stringify([mfa, bound, sorted(facets)]);
const writeDemand = ({ unbound, wanted }: Demand): string => JSON.stringify([unbound, sorted(wanted)]);
const writeHops = (hops: readonly Hop[]): string =>
  JSON.stringify(hops.map(({ needs, login, tags, ...rest }) => [sorted(needs), sorted(login), sorted(tags), rest]));
