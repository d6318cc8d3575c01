/**
 * One chain put together: which alternative of each hop to take, what earlier hops choose for later ones, and what remains to be
 * met, all hops together. Where no choice makes the chain possible, the hop at which it ends.
 */
import type { Attribute } from '../graph/hop-shape.ts';
import { attributeNeeded, shapeHop } from '../graph/hop-shape.ts';
import { canHoldTogether } from '../iam/index.ts';
import type { Condition } from '../iam/types.ts';
import { type Conditions, type Hop, readHops } from './chain-state/hops.ts';
import { openSession, type Session, startSession } from './chain-state/sessions.ts';
import type { SnapshotView } from './snapshot-view.ts';

/** What an earlier hop sets because a later one asks for it. Hops count from 1. */
export interface Choice {
  readonly hop: number;
  readonly attribute: Attribute;
  /** On the value, those of the hop that sets it included. */
  readonly conditions: Conditions;
  readonly neededBy: number;
}

export interface ResolvedChain {
  /** What each hop asks for, by the alternative that was taken. */
  readonly conditions: readonly Conditions[];
  readonly choices: readonly Choice[];
  /** What nobody on the chain supplies, with the hops that ask for it. */
  readonly merged: readonly { readonly condition: Condition; readonly hops: readonly number[] }[];
}

interface Taken {
  readonly conditions: Conditions;
  readonly hop: Hop;
}

/** @returns the hop, from 1, that no session can take, if there is one */
export function resolveChain(view: SnapshotView, edges: readonly number[]): ResolvedChain | { readonly closedAt: number } {
  const { adjacency } = view;
  const kind = adjacency.principals[adjacency.sources[edges[0] ?? 0] ?? 0]?.kind ?? '';
  const options = edges.map((edge) => listWays(view, edge));
  let farthest = 0;
  const walk = (place: number, session: Session, taken: readonly Taken[]): readonly Taken[] | null => {
    farthest = Math.max(farthest, place);
    if (place === edges.length) return taken;
    for (const way of options[place] ?? []) {
      const next = openSession(session, way.hop);
      const rest = next && walk(place + 1, next, [...taken, way]);
      if (rest) return rest;
    }
    return null;
  };
  const taken = walk(0, startSession(kind, adjacency.tracked), []);
  return taken ? putTogether(taken) : { closedAt: farthest + 1 };
}

/** The least demanding alternative first. */
function listWays({ adjacency }: SnapshotView, edge: number): Taken[] {
  const reason = adjacency.reason(adjacency.reasonOf[edge] ?? 0);
  const source = adjacency.principals[adjacency.sources[edge] ?? 0];
  const tracked = new Set(adjacency.tracked);
  return reason.alternatives.flatMap((conditions) => {
    const shape = shapeHop({ ...reason, alternatives: [conditions] }, tracked);
    const { kind = '', arn = '', uniqueId = '' } = source ?? {};
    return readHops(shape, { kind, arn, uniqueId }, adjacency.tracked).map((hop) => ({ conditions, hop }));
  });
}

function putTogether(taken: readonly Taken[]): ResolvedChain {
  const choices: Choice[] = [];
  const met = new Set<Condition>();
  for (const [place, { hop, conditions }] of taken.entries()) {
    if (place === 0) continue;
    for (const [attribute, needs] of hop.needs) {
      const setter = findSetter(taken, place, attribute, needs);
      if (setter === null) continue;
      choices.push({ hop: setter.place + 1, attribute, conditions: unique([...setter.conditions, ...needs]), neededBy: place + 1 });
      for (const condition of conditions) if (attributeNeeded(condition) === attribute) met.add(condition);
    }
  }
  const merged = new Map<string, { condition: Condition; hops: number[] }>();
  for (const [place, { conditions }] of taken.entries()) {
    for (const condition of conditions) {
      if (met.has(condition)) continue;
      const key = JSON.stringify(condition);
      const entry = merged.get(key) ?? { condition, hops: [] };
      entry.hops.push(place + 1);
      merged.set(key, entry);
    }
  }
  return { conditions: taken.map(({ conditions }) => conditions), choices, merged: [...merged.values()] };
}

/** The hop that gives the session what the hop at `place` asks for; null if it is enough that nothing does. */
function findSetter(
  taken: readonly Taken[],
  place: number,
  attribute: Attribute,
  needs: Conditions,
): { readonly place: number; readonly conditions: Conditions } | null {
  const last = taken[place - 1];
  if (!last) return null;
  if (attribute === 'name') return { place: place - 1, conditions: last.hop.name };
  if (attribute === 'mfa') return last.hop.mfa ? { place: place - 1, conditions: [] } : null;
  if (attribute === 'source-identity') {
    let first = place;
    while (first > 0 && taken[first - 1]?.hop.identity.mayPass) first -= 1;
    const setter = taken[first];
    return first < place && setter ? { place: first, conditions: setter.hop.identity.whenSet } : null;
  }
  for (let at = place - 1; at >= 0; at -= 1) {
    const offer = taken[at]?.hop.tags.get(attribute);
    const conditions = offer?.whenSet ?? [];
    if (offer?.mayPass && (at === place - 1 || offer.mayLast) && canHoldTogether([...conditions, ...needs]))
      return { place: at, conditions };
    if (!offer?.mayKeep) return null;
  }
  return null;
}

const unique = (conditions: Conditions): Condition[] => [...new Map(conditions.map((each) => [JSON.stringify(each), each])).values()];
