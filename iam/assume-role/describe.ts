/** Gates put into words and references: which statements decided, and for a refusal what came closest and what it lacked. */

import type { KeyFacts } from '../conditions/key-facts.ts';
import type { GateFinding } from '../gates/gate.ts';
import { toAlternatives } from '../logic/alternatives.ts';
import { refTo, type StatementMatch } from '../request.ts';
import type { Caller, Gate, GateResult, PolicyUse, StatementRef, TargetRole, Verdict } from '../types.ts';

/** Near misses shown for one gate. */
const shownMisses = 3;

export function describeGate(finding: GateFinding, caller: Caller, role: TargetRole, action: string, facts: KeyFacts): GateResult {
  const { gate, formula } = finding;
  if (formula === null) return { gate, verdict: 'not-applicable', statements: [], why: notApplicable(gate, caller, role) };
  const verdict = verdictOf(toAlternatives(formula, facts).alternatives);
  const denying = finding.denies.filter(({ holds }) => holds === true);
  if (verdict === 'denied' && denying.length > 0) {
    return { gate, verdict, statements: denying.map(refTo), why: `${listPolicies(gate, denying)} explicitly denies ${action}` };
  }
  if (verdict === 'denied') return { gate, verdict, ...describeMiss(finding, caller, action) };
  const deciding = [...finding.allows, ...finding.denies].filter(isOpen);
  return { gate, verdict, statements: uniqueRefs(deciding), why: describePass(finding, verdict, caller, action) };
}

/** Holds, or may. */
const isOpen = ({ holds }: StatementMatch): boolean => holds !== false;

export function verdictOf(alternatives: readonly (readonly unknown[])[]): Verdict {
  if (alternatives.length === 0) return 'denied';
  return alternatives.some((conjunction) => conjunction.length === 0) ? 'allowed' : 'conditional';
}

function describePass(finding: GateFinding, verdict: Verdict, caller: Caller, action: string): string {
  const { gate, note, missing } = finding;
  const under = verdict === 'conditional' ? ' under conditions' : '';
  if (missing.length > 0) return `${names(missing)} ${missing.length > 1 ? 'are' : 'is'} not in the data, so this gate is not fully known`;
  if (note === 'not-collected' && gate === 'identity')
    return `the policies of ${caller.account ? `account ${caller.account.id}` : 'the caller'} were not collected: whether they allow ${action} is not known`;
  if (note === 'not-collected') return `the ${gate === 'scp' ? 'SCPs' : 'RCPs'} were not collected`;
  switch (gate) {
    case 'rcp':
      return verdict === 'allowed' ? 'no RCP denies it' : 'an RCP denies it unless its conditions are met';
    case 'scp':
      return verdict === 'allowed' ? 'the SCPs allow it at every level' : `the SCPs allow it${under}`;
    case 'trust':
      return `the trust policy allows ${action} to ${caller.name}${under}`;
    case 'identity':
      return note === 'not-needed'
        ? `no identity policy is needed: the trust policy names ${caller.name} itself, in the same account`
        : `the identity policies of ${caller.name} allow ${action} on the role${under}`;
    case 'boundary':
      return note === 'not-needed'
        ? 'the permissions boundary does not limit what the trust policy grants to this caller itself'
        : `the permissions boundary allows ${action} on the role${under}`;
    case 'caller':
      return 'such a caller may ask for roles';
  }
}

function describeMiss(finding: GateFinding, caller: Caller, action: string): Pick<GateResult, 'statements' | 'why'> {
  const { gate, note } = finding;
  const isLevelClosed = gate === 'scp' && note?.startsWith('level ') === true;
  const allows = finding.allows.filter(isOpen);
  const denies = finding.denies.filter(isOpen);
  // Nothing is missing, yet no call meets all the conditions. RCPs have no allows to miss.
  if (gate === 'rcp' || (allows.length > 0 && !isLevelClosed)) {
    const why = denies.length > 0 ? 'its denies, taken together, leave no call through' : 'its conditions contradict each other';
    return { statements: uniqueRefs([...allows, ...denies]), why };
  }
  const near = nearestMisses(finding.allows);
  const closest = near[0] ? `; closest is ${describeNear(near[0], caller)}` : '';
  return { statements: near.map(refTo), why: `${missed(gate, note, caller, action)}${closest}` };
}

/** What a gate lacks that allows nothing at all. */
function missed(gate: Gate, note: string | null, { name }: Caller, action: string): string {
  if (gate === 'scp') return `no SCP at ${note} allows ${action}`;
  if (gate === 'identity') return `${name} has no identity policy statement that allows ${action} on this role`;
  if (gate === 'boundary') return `the permissions boundary of ${name} does not allow ${action} on this role`;
  return note === 'not-named'
    ? `no statement of the trust policy allows ${action} to ${name}`
    : `the conditions of the trust policy can never be met by ${name}`;
}

/** Those that lack least: a condition rather than the resource, the resource rather than the principal. */
function nearestMisses(allows: readonly StatementMatch[]): StatementMatch[] {
  const distance = { condition: 0, resource: 1, principal: 2 };
  return allows
    .filter(({ lack }) => lack !== null)
    .sort((a, b) => distance[a.lack?.part ?? 'principal'] - distance[b.lack?.part ?? 'principal'])
    .slice(0, shownMisses);
}

function describeNear({ use, statement, lack }: StatementMatch, caller: Caller): string {
  const place = `statement ${statement.index}${statement.sid === null ? '' : ` (${statement.sid})`} of ${use.name}`;
  if (lack?.part === 'condition') return `${place}, whose condition on ${lack.key} is not met`;
  return lack?.part === 'resource' ? `${place}, which is for other resources` : `${place}, which does not name ${caller.name}`;
}

function notApplicable(gate: Gate, caller: Caller, role: TargetRole): string {
  switch (gate) {
    case 'rcp':
      return role.account.isManagement ? 'RCPs do not apply to the management account' : 'no RCP applies to the role';
    case 'scp':
      return caller.account?.isManagement ? 'SCPs do not apply to the management account' : 'no SCP applies to this caller';
    case 'boundary':
      return `${caller.name} has no permissions boundary`;
    default:
      return 'identity policies play no part for such a caller';
  }
}

const policyKinds: Partial<Record<Gate, string>> = {
  scp: 'the SCP',
  rcp: 'the RCP',
  boundary: 'the permissions boundary',
  identity: 'the policy',
};

function listPolicies(gate: Gate, matches: readonly StatementMatch[]): string {
  if (gate === 'trust') return 'the trust policy';
  const all = [...new Set(matches.map(({ use }) => use.name))];
  return `${policyKinds[gate] ?? 'the policy'} ${all.join(', ')}`;
}

const names = (uses: readonly PolicyUse[]): string => [...new Set(uses.map(({ name }) => name))].join(', ');

function uniqueRefs(matches: readonly StatementMatch[]): StatementRef[] {
  const byPlace = new Map(matches.map((match) => [`${match.use.id}/${match.statement.index}`, match]));
  return [...byPlace.values()].map(refTo);
}
