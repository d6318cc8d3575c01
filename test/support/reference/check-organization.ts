/** Runs every pair of one random organization through the evaluator and the reference, and makes what disagrees small. */
import type { AssumeDecision, Caller, TargetRole } from '../../../iam/types.ts';
import { compareDecision, type Disagreement } from './compare.ts';
import { seededRandom } from './random.ts';
import { randomOrganization } from './random-organization.ts';
import { sampleContexts } from './sample-contexts.ts';
import { describePair, type Pair, shrink } from './shrink.ts';

export type Decide = (caller: Caller, role: TargetRole) => AssumeDecision;

export interface OrganizationCheck {
  readonly pairs: number;
  readonly contexts: number;
  readonly verdicts: Readonly<Record<AssumeDecision['verdict'], number>>;
  /** Pairs where the evaluator is wrong or the reference is. */
  readonly wrong: readonly Pair[];
  /** Pairs where the samples leave a doubt. */
  readonly suspicious: readonly Pair[];
}

/** Contexts tried per pair. */
const samples = 48;

export function checkOrganization(decide: Decide, seed: number): OrganizationCheck {
  const random = seededRandom(seed);
  const { callers, roles } = randomOrganization(random);
  const verdicts = { allowed: 0, conditional: 0, denied: 0 };
  const wrong: Pair[] = [];
  const suspicious: Pair[] = [];
  let contexts = 0;
  for (const caller of callers) {
    for (const role of roles) {
      // How a missing trust policy would name a caller of its own account, and so whether an identity policy is needed, is open.
      if (role.trust.document === null && caller.account?.id === role.account.id) continue;
      const decision = decide(caller, role);
      const sampled = sampleContexts(caller, role, random, samples);
      contexts += sampled.length;
      verdicts[decision.verdict] += 1;
      const severities = compareDecision(decision, caller, role, sampled).map(({ severity }) => severity);
      if (severities.includes('wrong')) wrong.push({ caller, role });
      else if (severities.length > 0) suspicious.push({ caller, role });
    }
  }
  return { pairs: callers.length * roles.length, contexts, verdicts, wrong, suspicious };
}

/** The smallest pair that still goes wrong, as text for people: the case, what is wrong with it, and in which context. */
export function reportPair(decide: Decide, pair: Pair): string {
  const findIn = ({ caller, role }: Pair): Disagreement | undefined => {
    const contexts = sampleContexts(caller, role, seededRandom(1), samples * 8);
    return compareDecision(decide(caller, role), caller, role, contexts).find(({ severity }) => severity === 'wrong');
  };
  const smallest = shrink(pair, (smaller) => findIn(smaller) !== undefined);
  const found = findIn(smallest);
  if (found === undefined) return `${describePair(pair)}\nwrong only in a context that the larger sample did not draw again`;
  const { alternatives, gates } = decide(smallest.caller, smallest.role);
  const context =
    found.context === null ? {} : { ...Object.fromEntries(found.context.keys), ...Object.fromEntries(found.context.unknowns) };
  return [
    describePair(smallest),
    found.what,
    `context ${JSON.stringify(context)}`,
    `alternatives ${JSON.stringify(alternatives)}`,
    ...gates.map(({ gate, verdict, why }) => `${gate}: ${verdict}, ${why}`),
  ].join('\n');
}
