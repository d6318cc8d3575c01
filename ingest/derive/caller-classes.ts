/**
 * Classes of callers that no policy of theirs can tell apart as far as STS goes: same account and kind, same STS statements
 * in the same places, same boundary, same session facts, and none of those statements looks at who calls.
 */
import { type Caller, decidesByCaller, type PolicyUse, type Statement, sessionFactsOf, statementsFor } from '../../iam/index.ts';
import { type RoleView, viewOf } from './role-view.ts';
import { guardrailStatements, stsStatements } from './sts-statements.ts';

export interface CallerClass {
  /** False if the caller's own statements, or the SCPs over it, look at who calls. */
  readonly shared: boolean;
  /** True if some identity policy allows sts:AssumeRole on something, or might. */
  readonly mayAssume: boolean;
  /** What the caller's statements and SCPs look at in a role. */
  readonly roleView: RoleView;
}

export class CallerClasses {
  readonly #classes = new Map<string, CallerClass>();

  /** One object per class. */
  classify(caller: Caller): CallerClass {
    const own = readOwnStatements(caller);
    const known = this.#classes.get(own.key);
    if (known) return known;
    const statements = [...own.statements, ...guardrailStatements(caller.account?.scps ?? 'off')];
    const made = { shared: !statements.some(decidesByCaller), mayAssume: own.mayAssume, roleView: viewOf(statements) };
    this.#classes.set(own.key, made);
    return made;
  }
}

interface OwnStatements {
  /** Equal for callers of one class. */
  readonly key: string;
  readonly statements: readonly Statement[];
  readonly mayAssume: boolean;
}

function readOwnStatements(caller: Caller): OwnStatements {
  const identity = readSide(caller.identityPolicies);
  const boundary = readSide(caller.boundary ? [caller.boundary] : []);
  const linked = caller.arn.includes('/aws-service-role/') ? 'linked' : '';
  const key = [
    caller.kind,
    caller.account?.id ?? '',
    linked,
    ...identity.keys,
    caller.boundary ? 'bound' : 'unbound',
    ...boundary.keys,
    caller.kind === 'role' ? Object.values(sessionFactsOf(caller.trust)).join() : '',
  ].join('|');
  return { key, statements: [...identity.statements, ...boundary.statements], mayAssume: identity.mayAllow };
}

/** Policies without a word on STS leave no trace. */
function readSide(uses: readonly PolicyUse[]) {
  const keys: string[] = [];
  const statements: Statement[] = [];
  let mayAllow = false;
  for (const { id, document } of uses) {
    if (!document) {
      // What is missing may be anything: its id keeps such callers apart from others.
      keys.push(`missing ${id}`);
      mayAllow = true;
      continue;
    }
    const relevant = stsStatements(document);
    if (relevant.length === 0) continue;
    keys.push(document.id);
    statements.push(...relevant);
    mayAllow ||= statementsFor(document, 'sts:AssumeRole').some(({ effect }) => effect === 'Allow');
  }
  return { keys: keys.sort(), statements, mayAllow };
}
