/** Holds a decision against the reference's answers in many concrete contexts. */
import type { AssumeDecision, Caller, TargetRole } from '../../../iam/types.ts';
import type { ConcreteContext } from './concrete-context.ts';
import { alternativesHold } from './conditions.ts';
import { withPlainerSessions } from './credential-dimensions.ts';
import { type Answer, decideInContext } from './reference-decider.ts';

export interface Disagreement {
  /** `suspicious` is no proof: the samples may have missed the context that tells the difference. */
  readonly severity: 'wrong' | 'suspicious';
  readonly what: string;
  readonly context: ConcreteContext | null;
  readonly reference: Answer | null;
}

/** All disagreements; at most one per context. */
export function compareDecision(
  decision: AssumeDecision,
  caller: Caller,
  role: TargetRole,
  contexts: readonly ConcreteContext[],
): Disagreement[] {
  const found: Disagreement[] = [];
  const { verdict, alternatives, truncated } = decision;
  const wrong = (what: string, context: ConcreteContext | null, reference: Answer | null): void => {
    found.push({ severity: 'wrong', what, context, reference });
  };
  if ((verdict === 'denied') !== (alternatives.length === 0)) wrong(`${verdict} with ${alternatives.length} alternatives`, null, null);
  if ((verdict === 'allowed') !== alternatives.some((conjunction) => conjunction.length === 0))
    wrong(`${verdict}, but not so its alternatives`, null, null);

  let allows = 0;
  let byDefault = 0;
  for (const context of contexts) {
    const reference = decideInContext(caller, role, context);
    const withPlainer = () =>
      withPlainerSessions(caller, role, context).some((plainer) => decideInContext(caller, role, plainer) === 'allow');
    if (reference === 'allow') allows += 1;
    else if (verdict === 'conditional' && withPlainer()) byDefault += 1;
    const claimed = alternativesHold(alternatives, role.arn, context) ? 'allow' : 'deny';
    if (claimed === reference || (truncated && claimed === 'deny')) continue;
    if (claimed === 'allow' && withPlainer()) continue;
    wrong(`${verdict}: the alternatives say ${claimed}, the reference says ${reference}`, context, reference);
  }
  if (verdict === 'conditional' && contexts.length > 0 && (allows === 0 || allows + byDefault === contexts.length)) {
    const what =
      allows === 0
        ? 'conditional, but no sample is allowed'
        : 'conditional, but every sample is allowed, with a plainer session if need be';
    found.push({ severity: 'suspicious', what, context: null, reference: null });
  }
  return found;
}
