/**
 * Classes of callers that no policy of theirs can tell apart as far as STS goes: same account and kind, same STS statements
 * in the same places, same boundary, same session facts, and none of those statements looks at who calls.
 */
import {
  type Caller,
  decidesByCaller,
  type PolicyDocument,
  type PolicyUse,
  type Statement,
  sessionFactsOf,
  statementsFor,
} from '../../iam/index.ts';
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
  const boundary = caller.boundary ? readSide([caller.boundary]) : nothing;
  const linked = caller.arn.includes('/aws-service-role/') ? 'linked' : '';
  const bound = caller.boundary ? 'bound' : 'unbound';
  const session = caller.kind === 'role' ? sessionKeyOf(caller.trust) : '';
  return {
    key: `${caller.kind}|${caller.account?.id}|${linked}|${session}|${identity.key}|${bound}|${boundary.key}`,
    statements: boundary.statements.length === 0 ? identity.statements : [...identity.statements, ...boundary.statements],
    mayAssume: identity.mayAllow,
  };
}

const sessionKeyOf = (trust: PolicyUse | null): string => {
  const { mayCarryTags, mayCarrySourceIdentity, mayCarryMfa, mayBeFederated } = sessionFactsOf(trust);
  return `${mayCarryTags} ${mayCarrySourceIdentity} ${mayCarryMfa} ${mayBeFederated}`;
};

interface Side {
  readonly key: string;
  readonly statements: readonly Statement[];
  readonly mayAllow: boolean;
}

const nothing: Side = { key: '', statements: [], mayAllow: false };

/** Policies without a word on STS leave no trace. */
function readSide(uses: readonly PolicyUse[]): Side {
  const relevant = uses.filter(({ document }) => !document || stsStatements(document).length > 0);
  if (relevant.length === 0) return nothing;
  // What is missing may be anything: its id keeps such callers apart from others.
  const keys = relevant.map(({ id, document }) => document?.id ?? `missing ${id}`);
  return {
    key: keys.sort().join(' '),
    statements: relevant.flatMap(({ document }) => (document ? stsStatements(document) : [])),
    mayAllow: relevant.some(({ document }) => !document || allowsAssumeRole(document)),
  };
}

const allowsAssumeRole = (document: PolicyDocument): boolean =>
  statementsFor(document, 'sts:AssumeRole').some(({ effect }) => effect === 'Allow');
