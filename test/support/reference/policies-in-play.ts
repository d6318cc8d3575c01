/** All that the policies over a pair mention: every document, every condition key with its values, every variable. */
import type { Caller, PolicyUse, TargetRole } from '../../../iam/types.ts';

export function policiesInPlay(caller: Caller, role: TargetRole): PolicyUse[] {
  const guardrails = [caller.account?.scps, role.account.rcps].flatMap((levels) => (Array.isArray(levels) ? levels : []));
  return [
    ...caller.identityPolicies,
    ...(caller.boundary === null ? [] : [caller.boundary]),
    ...(guardrails as readonly { readonly policies: readonly PolicyUse[] }[]).flatMap((level) => level.policies),
    role.trust,
  ];
}

/** A condition key in lower case with the policy values that it is compared with, and how. */
export interface Mention {
  readonly key: string;
  readonly operator: string;
  readonly value: string;
}

export function mentionsIn(policies: readonly PolicyUse[]): Mention[] {
  const mentions: Mention[] = [];
  for (const statement of policies.flatMap((policy) => policy.document?.statements ?? [])) {
    for (const entry of statement.conditions) {
      const key = entry.key.toLowerCase();
      for (const value of entry.values.length === 0 ? [''] : entry.values) mentions.push({ key, operator: entry.operator, value });
    }
  }
  return mentions;
}

export function resourcesIn(policies: readonly PolicyUse[]): string[] {
  return policies.flatMap((policy) => policy.document?.statements ?? []).flatMap((statement) => statement.resources ?? []);
}

/** The keys of the variables in a policy value, in lower case. */
export function variablesIn(text: string): string[] {
  const keys: string[] = [];
  for (let start = text.indexOf('${'); start >= 0; start = text.indexOf('${', start + 2)) {
    const end = text.indexOf('}', start);
    if (end < 0) break;
    const key = (text.slice(start + 2, end).split(',')[0] ?? '').trim().toLowerCase();
    if (key.length > 1) keys.push(key);
  }
  return keys;
}
