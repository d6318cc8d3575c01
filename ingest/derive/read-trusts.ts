/** Reads all trust policies before anything is decided: whom they name, and which names lead nowhere. */

import type { Finding } from '../../graph/finding.ts';
import type { PolicyDocument, Statement } from '../../iam/index.ts';
import type { Role } from '../organization.ts';
import { type DeadName, type ReadPrincipals, readPrincipals } from './named-principals.ts';
import type { NamedPrincipal, PrincipalIndex } from './principal-index.ts';

/** A role's trust policy names a principal; says nothing about whether it lets it in. */
export interface TrustLink {
  readonly role: string;
  readonly principal: string;
  readonly effect: 'Allow' | 'Deny';
  readonly statementIndex: number;
}

export interface TrustStatement {
  readonly statement: Statement;
  readonly read: ReadPrincipals;
}

export interface ReadTrusts {
  /** Statement by statement; null if the role's trust policy is not in the data. */
  readonly statements: ReadonlyMap<Role, readonly TrustStatement[] | null>;
  readonly links: readonly TrustLink[];
  /** Everyone who is named, each once, by ARN. */
  readonly named: ReadonlyMap<string, NamedPrincipal>;
  readonly findings: readonly Finding[];
}

export const anyone: NamedPrincipal = { arn: '*', kind: 'anyone', accountId: '', name: 'anyone' };

export function readTrusts(roles: readonly Role[], index: PrincipalIndex): ReadTrusts {
  const statements = new Map<Role, readonly TrustStatement[] | null>();
  const links: TrustLink[] = [];
  const named = new Map<string, NamedPrincipal>();
  const findings: Finding[] = [];
  const readOnce = createReader(index);
  for (const role of roles) {
    const reads = role.trust.document && readOnce(role.trust.document, role.accountId);
    statements.set(role, reads);
    // Nobody knows whom an unreadable trust policy names: everyone stands for that.
    if (!reads) named.set(anyone.arn, anyone);
    for (const { statement, read } of reads ?? []) {
      for (const principal of read.everyone ? [...read.named, anyone] : read.named) {
        named.set(principal.arn, principal);
        links.push({ role: role.arn, principal: principal.arn, effect: statement.effect, statementIndex: statement.index });
      }
      for (const dead of read.dead) findings.push(findDeadName(role, statement, dead));
    }
  }
  return { statements, links, named, findings };
}

/** Whom a trust policy names depends on the role's account and on nothing else of the role. */
function createReader(index: PrincipalIndex): (document: PolicyDocument, accountId: string) => readonly TrustStatement[] {
  const read = new Map<PolicyDocument, Map<string, readonly TrustStatement[]>>();
  return (document, accountId) => {
    const byAccount = read.get(document) ?? new Map<string, readonly TrustStatement[]>();
    read.set(document, byAccount);
    let statements = byAccount.get(accountId);
    if (!statements) {
      statements = document.statements.map((statement) => ({ statement, read: readPrincipals(statement, accountId, index) }));
      byAccount.set(accountId, statements);
    }
    return statements;
  };
}

const findDeadName = (role: Role, statement: Statement, { text, code, reason }: DeadName): Finding => ({
  severity: 'notice',
  code: `dead-trust-${code}`,
  file: `accounts/${role.accountId}.json`,
  path: `$.RoleDetailList[?(@.RoleName == ${JSON.stringify(role.name)})].AssumeRolePolicyDocument.Statement[${statement.index}].Principal`,
  reason: `${JSON.stringify(text)} lets nobody in: ${reason}`,
  remedy: 'Remove it from the trust policy, or name the principal that is meant.',
});
