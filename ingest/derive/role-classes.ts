/**
 * Classes of roles that a class of callers cannot tell apart: same account, same trust policy, and matched alike by every
 * Resource entry that takes part in the decision.
 */
import { type AccountFacts, looksAtRoleTags, matchesResourcePattern, type PolicyUse } from '../../iam/index.ts';
import type { Role } from '../organization.ts';
import { type CallerClass, type RoleView, stsStatements, viewOf } from './caller-classes.ts';

export class RoleClasses {
  readonly #guardrails = new WeakMap<object, RoleView>();
  readonly #places = new Map<RoleView, string>();
  readonly #numbers = new Map<string, number>();
  #role: Role | null = null;
  #base = 0;

  /** Equal for roles that may share the class's decision. The same role is asked for many times in a row. */
  keyOf(role: Role, roleAccount: AccountFacts, caller: CallerClass, callerAccount: AccountFacts | null): string {
    if (this.#role !== role) {
      this.#role = role;
      this.#places.clear();
      const { document } = role.trust;
      const linked = role.arn.includes(':role/aws-service-role/') ? 'linked' : '';
      const tags = document?.statements.some(looksAtRoleTags) ? JSON.stringify(role.tags) : '';
      this.#base = this.#numberOf(
        `${role.accountId}|${document?.id}|${linked}|${tags}|${this.#placeOf(role, this.#viewOfGuardrails(roleAccount.rcps))}`,
      );
    }
    const scps = callerAccount ? this.#placeOf(role, this.#viewOfGuardrails(callerAccount.scps)) : '';
    return `${this.#base}|${caller.number}|${scps}|${this.#placeOf(role, caller.roleView)}`;
  }

  /** Long texts as small numbers: keys are built for every pair of class and role. */
  #numberOf(text: string): number {
    const known = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, known);
    return known;
  }

  /** Which of the patterns match the role. */
  #placeOf(role: Role, view: RoleView): string {
    if (view.patterns.length === 0 && !view.tags) return '';
    let place = this.#places.get(view);
    if (place === undefined) {
      place = view.patterns.map((pattern) => (matchesResourcePattern(pattern, role.arn) ? '1' : '0')).join('');
      if (view.tags) place += ` ${JSON.stringify(role.tags)}`;
      this.#places.set(view, place);
    }
    return place;
  }

  #viewOfGuardrails(levels: AccountFacts['scps']): RoleView {
    if (typeof levels === 'string') return noView;
    let view = this.#guardrails.get(levels);
    if (!view) {
      view = viewOf(stsStatements(levels.flatMap(({ policies }): readonly PolicyUse[] => policies)));
      this.#guardrails.set(levels, view);
    }
    return view;
  }
}

const noView: RoleView = { patterns: [], tags: false };
