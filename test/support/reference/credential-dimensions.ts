/** What varies with the credentials that a call is signed with. */
import type { Caller, TargetRole } from '../../../iam/types.ts';
import { type Choice, type Dimension, orElse, type Pool } from './combinations.ts';
import type { ConcreteContext } from './concrete-context.ts';
import { isSessionName } from './possible-values.ts';
import { knownValues, openersMay, sessionsMayCarryMfa } from './request-facts.ts';

/** What the caller's credentials carry: session name, tags, MFA, when they were issued; and of strangers who they are. */
export function credentialDimensions(caller: Caller, role: TargetRole, mentioned: ReadonlySet<string>, pool: Pool): Dimension[] {
  const ages = orElse(pool('aws:multifactorauthage'), '60').map(
    (age): Choice => [
      ['aws:multifactorauthpresent', 'true'],
      ['aws:multifactorauthage', age],
    ],
  );
  // A user's keys are taken as long-term ones, or as a session opened with MFA; that session's aws:TokenIssueTime is left absent.
  const userCredentials: Dimension = [[], ...ages];
  const issued = orElse(pool('aws:tokenissuetime'), '2024-05-01T08:00:00Z');
  const withoutMfa: Choice = [['aws:multifactorauthpresent', 'false']];
  const sessionsOf = (mfa: readonly Choice[]): Dimension =>
    issued.flatMap((time) => mfa.map((choice): Choice => [['aws:tokenissuetime', time], ...choice]));
  const everySession = sessionsOf([withoutMfa, ...ages]);
  switch (caller.kind) {
    case 'user':
      return [userCredentials];
    case 'role': {
      const sessions = sessionsMayCarryMfa(caller) ? everySession : sessionsOf([withoutMfa]);
      const names = userids(caller, role, pool('aws:userid')).map((userid): Choice => [['aws:userid', userid]]);
      return [sessions, names, ...(openersMay('sts:TagSession', caller) ? tagOverrides(caller, mentioned, pool) : [])];
    }
    case 'external-account': {
      const arns = caller.arn.endsWith(':root') ? strangersOf(caller.account?.id ?? '', role, pool) : [caller.arn];
      return [arns.flatMap((arn) => credentialsOf(arn, userCredentials, everySession))];
    }
    case 'anyone': {
      const accounts = [...pool('aws:principalaccount').filter((id) => id.length === 12), '999999999999'];
      return [accounts.flatMap((id) => strangersOf(id, role, pool)).flatMap((arn) => credentialsOf(arn, userCredentials, everySession))];
    }
    default:
      return [];
  }
}

/** Principals of an account that was not collected: a user, a role, and whomever the conditions name there. Whom the trust policy names has a node of its own. */
function strangersOf(account: string, role: TargetRole, pool: Pool): string[] {
  const prefix = `arn:${role.arn.split(':')[1] ?? 'aws'}:iam::${account}:`;
  const named = role.trust.document?.statements.flatMap((statement) => statement.principal?.aws ?? []) ?? [];
  const wanted = pool('aws:principalarn').filter((arn) => arn.startsWith(prefix) && !named.includes(arn));
  return [`${prefix}user/stranger`, `${prefix}role/stranger`, ...wanted];
}

/** Who a stranger is, with each of the credentials that it can have. */
function credentialsOf(arn: string, ofUser: Dimension, ofRole: Dimension): Dimension {
  const isUser = arn.includes(':user/');
  const who: Choice = [
    ['aws:principalaccount', arn.split(':')[4] ?? ''],
    ['aws:principalarn', arn],
    ['aws:principaltype', isUser ? 'User' : 'AssumedRole'],
    ['aws:username', isUser ? arn.slice(arn.lastIndexOf('/') + 1) : null],
    ['aws:userid', isUser ? 'AIDASTRANGER00000001' : 'AROASTRANGER00000001:some-session'],
  ];
  return (isUser ? ofUser : ofRole).map((credentials): Choice => [...who, ...credentials]);
}

/** A role's aws:userid is its unique id, a colon and the session's name. */
function userids(caller: Caller, role: TargetRole, wanted: readonly string[]): string[] {
  const id = caller.uniqueId ?? 'AROAUNKNOWNUNKNOWN01';
  const names = wanted.map((userid) => userid.slice(userid.indexOf(':') + 1));
  for (const entry of role.trust.document?.statements.flatMap((statement) => statement.principal?.aws ?? []) ?? []) {
    const session = `:assumed-role/${caller.name}/`;
    if (entry.includes(session)) names.push(entry.slice(entry.indexOf(session) + session.length));
  }
  return [...new Set([...names.filter(isSessionName), 'their-session'])].map((name) => `${id}:${name}`);
}

function tagOverrides(caller: Caller, mentioned: ReadonlySet<string>, pool: Pool): Dimension[] {
  const own = new Map(caller.tags.map((tag) => [`aws:principaltag/${tag.key.toLowerCase()}`, tag.value]));
  const keys = [...mentioned].filter((key) => key.startsWith('aws:principaltag/'));
  return keys.map((key) => {
    const values = [own.get(key) ?? null, ...pool(key)];
    return [...new Set(values)].map((value): Choice => [[key, value]]);
  });
}

/**
 * The context with sessions that ask for less: a user's long-term keys, a role's own tags in place of some or all session tags.
 * Whoever holds the credentials can have those, so a decision may leave out that other sessions would spoil what it allows.
 */
export function withPlainerSessions(caller: Caller, role: TargetRole, context: ConcreteContext): ConcreteContext[] {
  const plain = new Map([...context.keys].filter(([key]) => !credentialKeys.has(key)));
  if (caller.kind === 'user') return [{ ...context, keys: plain }];
  if (caller.kind !== 'role') return [];
  const known = knownValues(caller, role);
  let keySets = [new Map(context.keys)];
  for (const key of context.keys.keys()) {
    if (!key.startsWith('aws:principaltag/')) continue;
    const own = known.get(key);
    keySets = keySets.flatMap((keys) => {
      const restored = new Map(keys);
      if (own === undefined) restored.delete(key);
      else restored.set(key, own);
      return [keys, restored];
    });
  }
  return keySets.map((keys) => ({ ...context, keys }));
}

const credentialKeys: ReadonlySet<string> = new Set(['aws:tokenissuetime', 'aws:multifactorauthpresent', 'aws:multifactorauthage']);
