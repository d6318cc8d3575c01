/**
 * Classes of callers that no policy can tell apart as far as STS goes: same account and kind, same STS statements in the
 * same places, same boundary, same session facts, and none of those statements looks at who calls.
 */
import {
  type Caller,
  decidesByCaller,
  looksAtRoleTags,
  type PolicyUse,
  type Statement,
  sessionFactsOf,
  statementsFor,
} from '../../iam/index.ts';

/** The calls that a decision looks at. */
const stsActions = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'] as const;

export interface CallerClass {
  /** One object per class: callers of the same class may share a decision, as long as neither trust policy nor guardrails look at who calls. */
  readonly number: number;
  /** False if the caller's own statements look at who calls. */
  readonly shared: boolean;
  /** True if some identity policy allows sts:AssumeRole on something, or might. */
  readonly mayAssume: boolean;
  /** What the caller's statements look at in a role. */
  readonly roleView: RoleView;
}

/** What statements can tell of two roles of one account with equal trust policies. */
export interface RoleView {
  /** Resource entries, without `*`. */
  readonly patterns: readonly string[];
  readonly tags: boolean;
}

export function viewOf(statements: readonly Statement[]): RoleView {
  const patterns = new Set(statements.flatMap(({ resources }) => resources ?? []));
  patterns.delete('*');
  return { patterns: [...patterns].sort(), tags: statements.some(looksAtRoleTags) };
}

/** The STS statements of guardrails. */
export const stsStatements = (uses: readonly PolicyUse[]): readonly Statement[] => uses.flatMap(relevantStatements);

export class CallerClasses {
  readonly #classes = new Map<string, CallerClass>();

  classify(caller: Caller): CallerClass {
    const { id, ...rest } = describeCaller(caller);
    let found = this.#classes.get(id);
    if (!found) {
      found = { ...rest, number: this.#classes.size };
      this.#classes.set(id, found);
    }
    return found;
  }
}

function describeCaller(caller: Caller): Omit<CallerClass, 'number'> & { readonly id: string } {
  const statements: Statement[] = [];
  const parts: string[] = [caller.kind, caller.account?.id ?? '', caller.arn.includes('/aws-service-role/') ? 'linked' : ''];
  let mayAssume = false;
  for (const [side, uses] of [
    ['identity', caller.identityPolicies],
    ['boundary', caller.boundary ? [caller.boundary] : []],
  ] as const) {
    for (const use of [...uses].sort(byContent)) {
      if (!use.document) {
        // What is missing may be anything: its id keeps such callers apart from others.
        parts.push(`${side} missing ${use.id}`);
        if (side === 'identity') mayAssume = true;
        continue;
      }
      const relevant = relevantStatements(use);
      statements.push(...relevant);
      if (relevant.length > 0) parts.push(`${side} ${use.document.id}`);
      if (side === 'identity' && statementsFor(use.document, 'sts:AssumeRole').some(({ effect }) => effect === 'Allow')) mayAssume = true;
    }
    if (side === 'boundary') parts.push(uses.length > 0 ? 'bound' : 'unbound');
  }
  if (caller.kind === 'role') parts.push(JSON.stringify(sessionFactsOf(caller.trust)));
  return { id: parts.join('|'), shared: !statements.some(decidesByCaller), mayAssume, roleView: viewOf(statements) };
}

const byContent = (a: PolicyUse, b: PolicyUse): number => {
  const [left, right] = [a.document?.id ?? a.id, b.document?.id ?? b.id];
  return left < right ? -1 : left > right ? 1 : 0;
};

const cache = new WeakMap<object, readonly Statement[]>();

function relevantStatements({ document }: PolicyUse): readonly Statement[] {
  if (!document) return [];
  let statements = cache.get(document);
  if (!statements) {
    statements = [...new Set(stsActions.flatMap((action) => statementsFor(document, action)))];
    cache.set(document, statements);
  }
  return statements;
}
