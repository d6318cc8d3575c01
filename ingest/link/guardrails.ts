/**
 * Reads the SCPs and RCPs of organization.json and finds those along an account's path. What AWS always has and the data lacks
 * (a target without any SCP) is unknown, neither open nor closed.
 */
import type { GuardrailLevel, PolicyUse } from '../../iam/types.ts';
import type { PolicyRecord } from '../organization.ts';
import type { DocumentReader } from './document-reader.ts';
import { type Entry, entriesOf, fieldOf, hasField, listOf, optionalText, requiredText } from './fields.ts';
import { type Findings, placeAt } from './findings.ts';
import { compareBy } from './order.ts';

export type GuardrailKind = 'scp' | 'rcp';

/** Policies by the id of what they are attached to; `off`: not in use; `unknown`: in use or not, the data does not say. */
export type Attachments = ReadonlyMap<string, readonly PolicyUse[]> | 'off' | 'unknown';

export interface Guardrails {
  readonly scp: Attachments;
  readonly rcp: Attachments;
  readonly records: readonly PolicyRecord[];
}

const kinds = new Map<string, GuardrailKind>([
  ['SERVICE_CONTROL_POLICY', 'scp'],
  ['RESOURCE_CONTROL_POLICY', 'rcp'],
]);

const remedy = 'Write Policies of organization.json as [{Id, Name, Type, Content, Targets: [id…]}…] with all policies, and ingest again.';

/** Other policy types (tag, backup, …) decide nothing about access and are passed over. */
export function readGuardrails(root: Entry, documents: DocumentReader, findings: Findings): Guardrails {
  const unknown = { scp: 'unknown', rcp: 'unknown', records: [] } as const;
  if (!hasField(root, 'Policies')) {
    findings.report({
      severity: 'unknown',
      code: 'missing-guardrails',
      place: root.place,
      reason: 'Policies is missing, so SCPs and RCPs are unknown',
      remedy,
    });
    return unknown;
  }
  const list = entriesOf(root, 'Policies', findings);
  if (!list.complete) return unknown;
  const attachments = { scp: new Map<string, PolicyUse[]>(), rcp: new Map<string, PolicyUse[]>() };
  const unreadable = new Set<GuardrailKind>();
  const records: PolicyRecord[] = [];
  for (const entry of list.entries) {
    const type = requiredText(entry, 'Type', findings, 'unknown');
    const kind = kinds.get(type ?? '');
    if (kind) {
      const record = readGuardrail(entry, kind, documents, findings);
      if (record) records.push(record);
      else unreadable.add(kind);
      for (const target of record?.targets ?? [])
        attachments[kind].set(
          target,
          [...(attachments[kind].get(target) ?? []), record?.use].filter((use) => use !== undefined),
        );
    } else if (type === null) {
      unreadable.add('scp').add('rcp');
    }
  }
  const stateOf = (kind: GuardrailKind): Attachments =>
    unreadable.has(kind) ? 'unknown' : records.some((record) => record.kind === kind) ? attachments[kind] : 'off';
  return { scp: stateOf('scp'), rcp: stateOf('rcp'), records };
}

/** Null if it cannot be said what is attached where: then its whole type is unknown. */
function readGuardrail(entry: Entry, kind: GuardrailKind, documents: DocumentReader, findings: Findings): PolicyRecord | null {
  const id = requiredText(entry, 'Id', findings, 'unknown');
  const items = hasField(entry, 'Targets') ? listOf(entry, 'Targets', findings) : null;
  const targets = items?.map((item) => item.value).filter((value) => typeof value === 'string');
  if (id === null || !targets || targets.length !== items?.length) {
    const reason = 'its Id or Targets cannot be read, so all policies of its type count as unknown';
    findings.report({ severity: 'unknown', code: 'unreadable-guardrail', place: entry.place, reason, remedy });
    return null;
  }
  const name = optionalText(entry, 'Name', findings) ?? id;
  const document = documents.read(fieldOf(entry, 'Content'), 'guardrail', placeAt(entry.place, 'Content'));
  return { id, name, kind, accountId: null, use: { as: kind, id, name, document, viaGroup: null }, targets: [...new Set(targets)].sort() };
}

/** What is attached at each target of the path, which runs from the root to the account. */
export function levelsAlong(
  path: readonly string[],
  kind: GuardrailKind,
  attachments: ReadonlyMap<string, readonly PolicyUse[]>,
): GuardrailLevel[] {
  return path.map((target) => {
    const policies = attachments.get(target)?.toSorted(compareBy((use) => use.id)) ?? [];
    return { target, policies: policies.length === 0 && kind === 'scp' ? [missingScp(target)] : policies };
  });
}

/**
 * Where SCPs are on, AWS keeps at least one attached everywhere ("Attaching and detaching service control policies" in the
 * AWS Organizations User Guide); none in the data means that it was not collected.
 */
const missingScp = (target: string): PolicyUse => ({
  as: 'scp',
  id: `${target}#scp/missing`,
  name: '(not in the data)',
  document: null,
  viaGroup: null,
});

export const lacksScp = (level: GuardrailLevel): boolean => level.policies.some((use) => use.id === `${level.target}#scp/missing`);
