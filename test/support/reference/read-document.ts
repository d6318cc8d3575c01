/** Reads well-formed AWS policy JSON into statements, for hand-written cases of the reference. It checks nothing. */
import type { ConditionEntry, PolicyDocument, PolicyUse, PolicyVersion, PrincipalElement, Statement } from '../../../iam/types.ts';
import { makeDocument } from './documents.ts';

type Listed = string | readonly string[];

export interface StatementJson {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<string, Listed>>;
  readonly NotPrincipal?: '*' | Readonly<Record<string, Listed>>;
  readonly Action?: Listed;
  readonly NotAction?: Listed;
  readonly Resource?: Listed;
  readonly NotResource?: Listed;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Listed>>>>;
}

export function readDocument(statements: readonly StatementJson[], version: PolicyVersion = '2012-10-17'): PolicyDocument {
  return makeDocument(statements.map(readStatement), version);
}

/** A policy with this document; `null` makes one that is missing from the data. */
export function readPolicy(as: PolicyUse['as'], id: string, statements: readonly StatementJson[] | null): PolicyUse {
  return { as, id, name: id, document: statements === null ? null : readDocument(statements), viaGroup: null };
}

function readStatement(json: StatementJson): Statement {
  const element = json.NotPrincipal ?? json.Principal;
  const resources = json.NotResource ?? json.Resource;
  return {
    index: 0,
    sid: null,
    effect: json.Effect,
    principal: element === undefined ? null : readPrincipal(element, json.NotPrincipal !== undefined),
    notAction: json.NotAction !== undefined,
    actions: listOf(json.NotAction ?? json.Action),
    notResource: json.NotResource !== undefined,
    resources: resources === undefined ? null : listOf(resources),
    conditions: Object.entries(json.Condition ?? {}).flatMap(([name, block]) =>
      Object.entries(block).map(([key, values]) => readEntry(name, key, listOf(values))),
    ),
  };
}

function readPrincipal(element: '*' | Readonly<Record<string, Listed>>, negated: boolean): PrincipalElement {
  const lists: Readonly<Record<string, Listed>> = element === '*' ? { AWS: '*' } : element;
  const aws = listOf(lists['AWS']);
  return {
    negated,
    anyone: aws.includes('*'),
    aws: aws.filter((entry) => entry !== '*'),
    service: listOf(lists['Service']),
    federated: listOf(lists['Federated']),
    canonicalUser: listOf(lists['CanonicalUser']),
  };
}

function readEntry(name: string, key: string, values: readonly string[]): ConditionEntry {
  const [set, rest] = name.includes(':') ? name.split(':') : [null, name];
  const ifExists = (rest ?? '').endsWith('IfExists');
  const operator = ifExists ? (rest ?? '').slice(0, -'IfExists'.length) : (rest ?? '');
  return { operator, qualifier: set === 'ForAllValues' || set === 'ForAnyValue' ? set : null, ifExists, key, values };
}

function listOf(value: Listed | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
