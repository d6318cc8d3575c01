/**
 * Classes of roles: same account, same trust policy, and alike to the RCPs over them. For such roles the same callers are
 * candidates, and one decision answers for all that the caller's own statements cannot tell apart.
 */
import { looksAtRoleTags, type PolicyDocument } from '../../iam/index.ts';
import type { Role } from '../organization.ts';
import type { CallerGroup, Candidates, RoleCandidates } from './candidates.ts';
import type { EdgeShape } from './edge-builder.ts';
import type { PrincipalIndex } from './principal-index.ts';
import { lookAt, type RoleView, viewOf } from './role-view.ts';
import { guardrailStatements } from './sts-statements.ts';

export interface RoleClass {
  readonly groups: readonly DecidedGroup[];
  /** To be decided for each role anew. */
  readonly single: RoleCandidates['single'];
}

export interface DecidedGroup {
  readonly group: CallerGroup;
  /** What was decided for the group, by what its view shows of the role. */
  readonly decided: Map<string, EdgeShape>;
}

export class RoleClasses {
  readonly #index: PrincipalIndex;
  readonly #candidates: Candidates;
  readonly #classes = new Map<string, RoleClass>();
  readonly #rcpViews = new Map<string, RoleView>();
  readonly #tagged = new Map<PolicyDocument, boolean>();

  constructor(index: PrincipalIndex, candidates: Candidates) {
    this.#index = index;
    this.#candidates = candidates;
  }

  classOf(role: Role): RoleClass {
    const { document } = role.trust;
    // What is missing may be anything, so such a role is like no other.
    if (!document) return this.#newClass(role);
    const linked = role.arn.includes(':role/aws-service-role/') ? 'linked' : '';
    const tags = this.#looksAtRoleTags(document) ? JSON.stringify(role.tags) : '';
    const key = `${role.accountId}|${document.id}|${linked}|${tags}|${lookAt(role, this.#rcpViewOf(role.accountId))}`;
    const roleClass = this.#classes.get(key) ?? this.#newClass(role);
    this.#classes.set(key, roleClass);
    return roleClass;
  }

  #newClass(role: Role): RoleClass {
    const { groups, single } = this.#candidates.of(role);
    return { groups: groups.map((group) => ({ group, decided: new Map() })), single };
  }

  #looksAtRoleTags(document: PolicyDocument): boolean {
    const answer = this.#tagged.get(document) ?? document.statements.some(looksAtRoleTags);
    this.#tagged.set(document, answer);
    return answer;
  }

  #rcpViewOf(accountId: string): RoleView {
    const view = this.#rcpViews.get(accountId) ?? viewOf(guardrailStatements(this.#index.account(accountId).rcps));
    this.#rcpViews.set(accountId, view);
    return view;
  }
}
