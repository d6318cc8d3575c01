/**
 * Chains with state found the obvious, slow way: every session that can be held, with a name, a source identity, tags and MFA
 * that are plain values, and every call that can be made from it. What chain state is compared with.
 */
import type { Adjacency } from '../../graph/adjacency.ts';
import type { Alternatives } from '../../iam/types.ts';
import type { KeyValue } from './reference/concrete-context.ts';
import { alternativesHold } from './reference/conditions.ts';

/** What callers can choose from; the first value of each list is what is there when nothing looks at it. */
export interface Choices {
  readonly names: readonly string[];
  readonly identities: readonly (string | null)[];
  /** Values of the one tag, `team`. */
  readonly teams: readonly (string | null)[];
  /** Whether a tag that nobody looks at may be passed too. */
  readonly others: readonly boolean[];
}

interface HeldSession {
  readonly name: string | null;
  readonly identity: string | null;
  readonly team: string | null;
  readonly other: boolean;
  /** Keys of the tags that pass on. */
  readonly lasting: readonly string[];
  readonly mfa: boolean;
}

const longTermKeys: HeldSession = { name: null, identity: null, team: null, other: false, lasting: [], mfa: false };

export interface Walk {
  readonly edges: readonly number[];
  readonly nodes: readonly number[];
}

/** Every walk of at most `maxHops` hops from the principal that some choices make possible, the shorter ones first. */
export function listWalks(adjacency: Adjacency, from: number, maxHops: number, choices: Choices): Walk[] {
  const found: Walk[] = [];
  const kind = adjacency.principals[from]?.kind ?? '';
  let level = [
    {
      edges: [] as readonly number[],
      nodes: [from] as readonly number[],
      sessions: kind === 'role' ? allSessions(choices) : [longTermKeys],
    },
  ];
  for (let hop = 1; hop <= maxHops; hop += 1) {
    const next: typeof level = [];
    for (const { edges, nodes, sessions } of level) {
      for (const [edge, source] of adjacency.sources.entries()) {
        if (source !== nodes.at(-1)) continue;
        const opened = unique(sessions.flatMap((session) => call(adjacency, edge, session, choices)));
        if (opened.length === 0) continue;
        next.push({ edges: [...edges, edge], nodes: [...nodes, adjacency.targets[edge] ?? 0], sessions: opened });
      }
    }
    found.push(...next.map(({ edges, nodes }) => ({ edges, nodes })));
    level = next;
  }
  return found;
}

const unique = (sessions: readonly HeldSession[]): HeldSession[] => [
  ...new Map(sessions.map((each) => [JSON.stringify(each), each])).values(),
];

/** Of a role, a session that was opened somehow. */
function allSessions({ names, identities, teams, others }: Choices): HeldSession[] {
  return names.flatMap((name) =>
    identities.flatMap((identity) =>
      teams.flatMap((team) =>
        others.flatMap((other) =>
          subsets([...(team === null ? [] : ['team']), ...(other ? ['other'] : [])]).flatMap((lasting) =>
            [true, false].map((mfa) => ({ name, identity, team, other, lasting, mfa })),
          ),
        ),
      ),
    ),
  );
}

const subsets = (keys: readonly string[]): string[][] =>
  keys.reduce<string[][]>((sets, key) => sets.flatMap((set) => [set, [...set, key]]), [[]]);

/** Every session that some call along the edge opens. */
function call(adjacency: Adjacency, edge: number, held: HeldSession, { names, identities, teams, others }: Choices): HeldSession[] {
  const caller = adjacency.principals[adjacency.sources[edge] ?? 0];
  const role = adjacency.principals[adjacency.targets[edge] ?? 0];
  const reason = adjacency.reason(adjacency.reasonOf[edge] ?? 0);
  if (!caller || !role) return [];
  const opened: HeldSession[] = [];
  for (const mfa of caller.kind === 'user' ? [true, false] : [held.mfa]) {
    for (const name of names.filter((each) => caller.arn !== 'ec2.amazonaws.com' || each.startsWith('i-'))) {
      for (const identity of identities.filter((each) => each === null || held.identity === null || each === held.identity)) {
        for (const team of teams.filter((each) => each === null || !held.lasting.includes('team'))) {
          for (const other of others.filter((each) => !each || !held.lasting.includes('other'))) {
            const passed = [...(team === null ? [] : ['team']), ...(other ? ['other'] : [])];
            for (const transitive of subsets(passed)) {
              const keys = new Map<string, KeyValue>([['sts:rolesessionname', name]]);
              if (caller.kind === 'role') {
                keys.set('aws:userid', `${caller.uniqueId}:${held.name}`);
                keys.set('aws:multifactorauthpresent', String(held.mfa));
                if (held.identity !== null) keys.set('aws:sourceidentity', held.identity);
                if (held.team !== null) keys.set('aws:principaltag/team', held.team);
              } else if (mfa) keys.set('aws:multifactorauthpresent', 'true');
              if (identity !== null) keys.set('sts:sourceidentity', identity);
              if (team !== null) keys.set('aws:requesttag/team', team);
              keys.set('aws:tagkeys', passed);
              keys.set('sts:transitivetagkeys', transitive);
              const holds = (alternatives: Alternatives): boolean =>
                alternativesHold(alternatives, role.arn, { keys, unknowns: new Map() });
              if (!holds(reason.alternatives)) continue;
              if (passed.length + held.lasting.length > 0 && !holds(reason.tagSession)) continue;
              if ((identity !== null || held.identity !== null) && !holds(reason.setSourceIdentity)) continue;
              opened.push({
                name,
                identity: held.identity ?? identity,
                team: held.lasting.includes('team') ? held.team : team,
                other: held.lasting.includes('other') || other,
                lasting: [...held.lasting, ...transitive].sort(),
                mfa: caller.kind === 'user' && mfa,
              });
            }
          }
        }
      }
    }
  }
  return opened;
}
