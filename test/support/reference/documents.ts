/** Policy documents made of statements in memory, with the JSON text that stands for them. */
import { createHash } from 'node:crypto';
import type { PolicyDocument, PolicyVersion, Statement } from '../../../iam/types.ts';

/** Statements are renumbered in their order; equal documents have equal ids. */
export function makeDocument(statements: readonly Statement[], version: PolicyVersion): PolicyDocument {
  const numbered = statements.map((statement, index) => ({ ...statement, index }));
  const text = JSON.stringify({ Version: version, Statement: numbered.map(statementToJson) });
  return { id: createHash('sha256').update(text).digest('hex').slice(0, 24), version, statements: numbered, text };
}

export function statementToJson(statement: Statement): Record<string, unknown> {
  const json: Record<string, unknown> = { Effect: statement.effect };
  const { principal } = statement;
  if (principal !== null) {
    const aws = principal.anyone ? ['*', ...principal.aws] : principal.aws;
    const element = { AWS: aws, Service: principal.service, Federated: principal.federated, CanonicalUser: principal.canonicalUser };
    json[principal.negated ? 'NotPrincipal' : 'Principal'] = Object.fromEntries(
      Object.entries(element).filter(([, list]) => list.length > 0),
    );
  }
  json[statement.notAction ? 'NotAction' : 'Action'] = statement.actions;
  if (statement.resources !== null) json[statement.notResource ? 'NotResource' : 'Resource'] = statement.resources;
  if (statement.conditions.length > 0) {
    const blocks: Record<string, Record<string, readonly string[]>> = {};
    for (const { qualifier, operator, ifExists, key, values } of statement.conditions) {
      const name = `${qualifier === null ? '' : `${qualifier}:`}${operator}${ifExists ? 'IfExists' : ''}`;
      blocks[name] = { ...blocks[name], [key]: values };
    }
    json['Condition'] = blocks;
  }
  return json;
}
