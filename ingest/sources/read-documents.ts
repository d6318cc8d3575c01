/** Finds the policy documents in the output of get-account-authorization-details and reads them where they stand. */
import type { PolicySide } from '../../iam/parse-policy.ts';
import type { DocumentPool } from '../read-document.ts';

/** Where documents stand: lists within lists, and the field that holds the document. */
const places: readonly (readonly [lists: readonly string[], field: string, side: PolicySide])[] = [
  [['UserDetailList', 'UserPolicyList'], 'PolicyDocument', 'identity'],
  [['GroupDetailList', 'GroupPolicyList'], 'PolicyDocument', 'identity'],
  [['RoleDetailList', 'RolePolicyList'], 'PolicyDocument', 'identity'],
  [['RoleDetailList'], 'AssumeRolePolicyDocument', 'trust'],
  [['RoleDetailList', 'InstanceProfileList', 'Roles'], 'AssumeRolePolicyDocument', 'trust'],
  [['Policies', 'PolicyVersionList'], 'Document', 'identity'],
];

/** Replaces the documents in a page by `ReadDocument`s, in place. What is no JSON object (URL-encoded text) stays as it is. */
export function readDocuments(page: unknown, documents: DocumentPool): void {
  for (const [lists, field, side] of places) {
    for (const entry of entriesAt(page, lists)) {
      const raw = Object.hasOwn(entry, field) ? entry[field] : undefined;
      if (isObject(raw)) entry[field] = documents.read(raw, side);
    }
  }
}

/** The objects in the innermost lists. */
function* entriesAt(value: unknown, [name, ...inner]: readonly string[]): Generator<Record<string, unknown>> {
  if (!isObject(value)) return;
  if (name === undefined) {
    yield value;
    return;
  }
  const list = Object.hasOwn(value, name) ? value[name] : undefined;
  if (Array.isArray(list)) for (const item of list) yield* entriesAt(item, inner);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
