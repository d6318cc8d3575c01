/** How the scalar properties of a CAN_ASSUME edge fit into 16 bits, for the edge columns and the adjacency file. */

const actions = ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoot'] as const;
const oidcSubs = ['none', 'exact', 'pattern', 'any'] as const;

/** The properties of an edge that are not in its Reason. */
export interface EdgeProperties {
  readonly action: (typeof actions)[number];
  readonly verdict: 'allowed' | 'conditional';
  readonly oidcSub: (typeof oidcSubs)[number];
  readonly crossAccount: boolean;
  readonly grant: 'trust' | 'identity';
  readonly canTagSession: boolean;
  readonly canSetSourceIdentity: boolean;
  readonly canChooseSessionName: boolean;
}

/** bits 0–2 action, 3 conditional, 4–5 oidcSub, 6 crossAccount, 7 grant identity, 8 tag, 9 source identity, 10 session name */
export function packEdge(edge: EdgeProperties): number {
  return (
    actions.indexOf(edge.action) |
    (edge.verdict === 'conditional' ? 1 << 3 : 0) |
    (oidcSubs.indexOf(edge.oidcSub) << 4) |
    (edge.crossAccount ? 1 << 6 : 0) |
    (edge.grant === 'identity' ? 1 << 7 : 0) |
    (edge.canTagSession ? 1 << 8 : 0) |
    (edge.canSetSourceIdentity ? 1 << 9 : 0) |
    (edge.canChooseSessionName ? 1 << 10 : 0)
  );
}

export function unpackEdge(flags: number): EdgeProperties {
  return {
    action: actions[flags & 7] ?? 'sts:AssumeRole',
    verdict: isConditional(flags) ? 'conditional' : 'allowed',
    oidcSub: oidcSubs[(flags >> 4) & 3] ?? 'none',
    crossAccount: isCrossAccount(flags),
    grant: flags & (1 << 7) ? 'identity' : 'trust',
    canTagSession: (flags & (1 << 8)) !== 0,
    canSetSourceIdentity: (flags & (1 << 9)) !== 0,
    canChooseSessionName: (flags & (1 << 10)) !== 0,
  };
}

export const isConditional = (flags: number): boolean => (flags & (1 << 3)) !== 0;
export const isCrossAccount = (flags: number): boolean => (flags & (1 << 6)) !== 0;
/** Of action sts:AssumeRoot. */
export const isRootSession = (flags: number): boolean => (flags & 7) === actions.indexOf('sts:AssumeRoot');
