/** Random policy documents: trust policies of every shape, identity policies and boundaries, guardrails; some are missing. */
import type { AccountFacts, PolicyUse, PolicyVersion, PrincipalElement, Statement } from '../../../iam/types.ts';
import { makeDocument } from './documents.ts';
import type { Random } from './random.ts';
import { randomConditions, type vocabularyFor } from './random-conditions.ts';

interface Place {
  readonly arn: string;
  readonly account: string;
  readonly name: string;
  readonly uniqueId: string;
}

/** Who and what an organization has, for its policies to speak of. */
export interface Places {
  readonly accounts: readonly AccountFacts[];
  readonly users: readonly Place[];
  readonly roles: readonly Place[];
  readonly providers: readonly string[];
  readonly services: readonly string[];
  readonly vocabulary: ReturnType<typeof vocabularyFor>;
}

export function randomTrustPolicy(random: Random, places: Places, roleArn: string): PolicyUse {
  const id = `${roleArn}#trust/AssumeRolePolicyDocument`;
  if (random.chance(0.03)) return { as: 'trust', id, name: 'AssumeRolePolicyDocument', document: null, viaGroup: null };
  const statements = Array.from({ length: random.chance(0.4) ? 1 : 2 + random.int(2) }, (_, i): Statement => {
    const effect = i > 0 && random.chance(0.35) ? 'Deny' : 'Allow';
    const principal = randomPrincipal(random, places, effect === 'Deny' ? 0.5 : 0.06);
    return {
      ...shape(effect),
      principal,
      ...randomActions(random, actionsFor(principal)),
      resources: null,
      conditions: trustConditions(random, places, principal),
    };
  });
  return { as: 'trust', id, name: 'AssumeRolePolicyDocument', document: makeDocument(statements, randomVersion(random)), viaGroup: null };
}

export function randomIdentityPolicy(random: Random, places: Places, owner: string, as: 'inline' | 'attached' | 'boundary'): PolicyUse {
  const name = `p${random.int(4)}`;
  const id =
    as === 'inline'
      ? `${owner}#inline/${name}-${random.int(1000)}`
      : `arn:aws:iam::${owner.split(':')[4] ?? ''}:policy/${name}-${random.int(1000)}`;
  if (as !== 'inline' && random.chance(0.1))
    return { as, id: `arn:aws:iam::aws:policy/missing-${name}`, name, document: null, viaGroup: null };
  const statements = Array.from({ length: 1 + random.int(3) }, (_, i) =>
    ruleFor(random, places, i > 0 && random.chance(0.3) ? 'Deny' : 'Allow', 0.35),
  );
  return { as, id, name, document: makeDocument(statements, randomVersion(random)), viaGroup: null };
}

export function randomGuardrail(random: Random, places: Places, as: 'scp' | 'rcp'): PolicyUse {
  const name = `${as}-${random.int(1000)}`;
  if (random.chance(0.04)) return { as, id: `p-missing${random.int(2)}`, name, document: null, viaGroup: null };
  const allowAll: Statement = { ...shape('Allow'), actions: ['*'], resources: ['*'] };
  const statements: Statement[] = as === 'rcp' || random.chance(0.85) ? [allowAll] : [ruleFor(random, places, 'Allow', 0.3)];
  if (random.chance(0.3)) statements.push(ruleFor(random, places, 'Deny', 0.8));
  return { as, id: `p-${name}`, name, document: makeDocument(statements, '2012-10-17'), viaGroup: null };
}

function shape(effect: 'Allow' | 'Deny'): Statement {
  return {
    index: 0,
    sid: null,
    effect,
    principal: null,
    notAction: false,
    actions: [],
    notResource: false,
    resources: null,
    conditions: [],
  };
}

/** A statement of an identity policy or a guardrail. */
function ruleFor(random: Random, places: Places, effect: 'Allow' | 'Deny', conditional: number): Statement {
  const arns = places.roles.map(({ arn }) => arn);
  const arn = random.pick(arns);
  const directory = arn.slice(0, arn.lastIndexOf('/'));
  const resources = [
    '*',
    '*',
    '*',
    arn,
    arn,
    `${directory}/*`,
    'arn:aws:iam::*',
    'arn:aws:iam::*:role/*',
    'arn:*:iam::??????1?????:role/*',
    `${directory}/d?v`,
    `${arn.slice(0, -1)}*`,
    `${directory}/\${aws:PrincipalTag/team}`,
    `${directory}/\${aws:username, 'dev'}`,
    `${directory}/\${aws:PrincipalTag/none, 'deploy'}`,
    arn.replace(':role/', ':role/other/'),
    arn.replace(':role/', '*role/'),
    'arn:aws:s3:::bucket/*',
    'arn:aws:i*::*:role/*',
  ];
  const notResource = random.chance(0.12);
  return {
    ...shape(effect),
    ...randomActions(random, ['sts:AssumeRole']),
    notResource,
    resources: random.chance(0.6) && !notResource ? ['*'] : random.some(resources.slice(notResource ? 3 : 0), 1, 3),
    conditions: maybeConditions(random, places, conditional),
  };
}

function randomActions(random: Random, fitting: readonly string[]): Pick<Statement, 'notAction' | 'actions'> {
  if (random.chance(0.06)) return { notAction: true, actions: random.some(['iam:*', 's3:*', 'sts:TagSession', 'sts:Assume*'], 1, 2) };
  if (random.chance(0.85)) return { notAction: false, actions: random.chance(0.25) ? [...fitting, 'sts:TagSession'] : [...fitting] };
  const odd = [
    '*',
    'sts:*',
    'STS:assumerole',
    'sts:AssumeRol?',
    'sts:Assume*',
    'sts:AssumeRoleWith*',
    's?s:AssumeRole',
    's3:*',
    'sts:TagSession',
    'sts:SetSourceIdentity',
  ];
  return { notAction: false, actions: random.some(odd, 1, 2) };
}

function actionsFor(principal: PrincipalElement): readonly string[] {
  const actions = new Set<string>();
  if (principal.anyone || principal.aws.length > 0 || principal.service.length > 0) actions.add('sts:AssumeRole');
  for (const provider of principal.federated)
    actions.add(provider.includes('saml') ? 'sts:AssumeRoleWithSAML' : 'sts:AssumeRoleWithWebIdentity');
  return [...actions];
}

/** All the ways in which a Principal element can be written, those that name nobody included. */
function randomPrincipal(random: Random, places: Places, negated: number): PrincipalElement {
  const nobody = { negated: random.chance(negated), anyone: false, aws: [], service: [], federated: [], canonicalUser: [] };
  const kind = random.int(20);
  // `NotPrincipal: *` is left out: AWS says nothing of a list that excepts everyone.
  if (kind < 3) return { ...nobody, negated: false, anyone: true };
  if (kind < 5) return { ...nobody, service: random.some(places.services, 1, 2) };
  if (kind < 7 && places.providers.length > 0) return { ...nobody, federated: random.some(places.providers, 1, 2) };
  if (nobody.negated && random.chance(0.5)) {
    const who = random.pick([...places.users, ...places.roles]);
    return { ...nobody, aws: random.some([who.arn, `arn:${who.arn.split(':')[1] ?? ''}:iam::${who.account}:root`], 1, 2) };
  }
  return { ...nobody, aws: [...new Set(Array.from({ length: 1 + random.int(3) }, () => randomEntry(random, places)))] };
}

function randomEntry(random: Random, places: Places): string {
  const who = random.pick([...places.users, ...places.roles]);
  const account = random.pick(places.accounts);
  const root = `arn:${account.partition}:iam::${account.id}:root`;
  return random.pick([
    who.arn,
    who.arn,
    who.arn,
    root,
    root,
    root,
    account.id,
    `arn:aws:sts::${who.account}:assumed-role/${who.name}/${random.pick(['ann', 'some-session'])}`,
    who.uniqueId,
    'AROADELETED000000001',
    `arn:aws:iam::${who.account}:role/*`,
    `arn:aws:sts::${who.account}:federated-user/ann`,
    `arn:aws-cn:iam::${account.id}:root`,
  ]);
}

function maybeConditions(random: Random, places: Places, probability: number): Statement['conditions'] {
  return random.chance(probability) ? randomConditions(random, places.vocabulary) : [];
}

/** Federated logins are mostly asked for their provider's own keys. */
function trustConditions(random: Random, places: Places, principal: PrincipalElement): Statement['conditions'] {
  if (principal.federated.length === 0 || random.chance(0.3)) return maybeConditions(random, places, 0.5);
  const prefix = principal.federated.some((provider) => provider.includes('saml')) ? 'saml:' : 'ci.example.com:';
  const words = places.vocabulary.filter(({ key }) => key.startsWith(prefix));
  return words.length > 0 && random.chance(0.6) ? randomConditions(random, words) : [];
}

function randomVersion(random: Random): PolicyVersion {
  return random.chance(0.9) ? '2012-10-17' : '2008-10-17';
}
