/** Small random organizations, as the callers and roles of two to four accounts with all that decides between them. */
import type { AccountFacts, Caller, Condition, GuardrailLevel, PolicyUse, Tag, TargetRole } from '../../../iam/types.ts';
import type { Random } from './random.ts';
import { vocabularyFor } from './random-conditions.ts';
import { type Places, randomGuardrail, randomIdentityPolicy, randomTrustPolicy } from './random-policies.ts';

export interface RandomOrganization {
  readonly accounts: readonly AccountFacts[];
  readonly callers: readonly Caller[];
  readonly roles: readonly TargetRole[];
}

const accountIds = ['111111111111', '222222222222', '333333333333', '444444444444'];

export function randomOrganization(random: Random): RandomOrganization {
  const places = plan(random);
  const accounts = places.accounts.map((account) => ({ ...account, ...randomGuardrails(random, places, account) }));
  const accountOf = (id: string): AccountFacts => accounts.find((account) => account.id === id) ?? (accounts[0] as AccountFacts);

  const trustOf = new Map(places.roles.map(({ arn }) => [arn, randomTrustPolicy(random, places, arn)]));
  const people = [...places.users, ...places.roles].map(({ arn, account, name, uniqueId }): Caller => {
    const isRole = arn.includes(':role/');
    const collected = accountOf(account).collected;
    return {
      kind: isRole ? 'role' : 'user',
      arn,
      account: accountOf(account),
      name,
      uniqueId: random.chance(0.9) ? uniqueId : null,
      tags: collected ? randomTags(random) : [],
      identityPolicies: collected ? randomIdentityPolicies(random, places, arn) : [],
      boundary: collected && random.chance(0.25) ? randomIdentityPolicy(random, places, arn, 'boundary') : null,
      trust: isRole && collected ? (trustOf.get(arn) ?? null) : null,
      given: [],
    };
  });
  const roles = places.roles
    .filter(({ account }) => accountOf(account).collected)
    .map(({ arn, account, name, uniqueId }): TargetRole => {
      const caller = people.find((person) => person.arn === arn);
      const providers = places.providers.filter((provider) => provider.includes(`::${account}:`));
      return {
        arn,
        account: accountOf(account),
        name,
        uniqueId: caller?.uniqueId ?? uniqueId,
        tags: caller?.tags ?? [],
        trust: trustOf.get(arn) as PolicyUse,
        identityProviders: random.chance(0.8) ? providers : null,
      };
    });
  // Nobody in an account that was not collected is known; the external account stands for all of them.
  const known = people.filter((person) => person.account?.collected);
  return { accounts, callers: [...known, ...otherCallers(random, places, accountOf)], roles };
}

/** Who and what there is, before any policy is written. */
function plan(random: Random): Places {
  const ids = accountIds.slice(0, 2 + random.int(3));
  const partitionOf = new Map(ids.map((id) => [id, random.chance(0.04) ? 'aws-us-gov' : 'aws']));
  const inOrganization = random.chance(0.85);
  const accounts = ids.map((id, i): AccountFacts => {
    const outside = !inOrganization || (i > 0 && random.chance(0.1));
    const collected = i === 0 || random.chance(0.85);
    const organizationId = outside ? (collected || random.chance(0.5) ? null : ('unknown' as const)) : 'o-one';
    return {
      id,
      partition: partitionOf.get(id) ?? 'aws',
      collected,
      organizationId,
      organizationPath: organizationId === 'o-one' ? `o-one/r-1/${random.pick(['', 'ou-a/', 'ou-b/'])}` : null,
      isManagement: organizationId === 'o-one' && i === 1 && random.chance(0.5),
      scps: 'off',
      rcps: 'off',
    };
  });
  const arnOf = (id: string, rest: string): string => `arn:${partitionOf.get(id) ?? 'aws'}:iam::${id}:${rest}`;
  const users = ids.map((account, i) => {
    const name = random.pick(['ann', 'bob', 'cleo']);
    return { arn: arnOf(account, `user/${random.pick(['', 'staff/'])}${name}`), account, name, uniqueId: `AIDAUSER0000000000${i}A` };
  });
  const roles = ids.flatMap((account, i) =>
    random.some(['dev', 'deploy', 'ops-admin'], 1, 2).map((name, n) => {
      const path = random.chance(0.04) ? 'aws-service-role/x.amazonaws.com/' : random.pick(['', '', 'ci/']);
      return { arn: arnOf(account, `role/${path}${name}`), account, name, uniqueId: `AROAROLE000000000${i}${n}A` };
    }),
  );
  const providers = ids
    .flatMap((id) => [arnOf(id, 'saml-provider/idp'), arnOf(id, 'oidc-provider/ci.example.com')])
    .filter(() => random.chance(0.6));
  const words = vocabularyFor(
    ids,
    [...users, ...roles].map(({ arn }) => arn),
  );
  // Few words in one organization, so that the gates speak of the same keys.
  const vocabulary = random.chance(0.25) ? words : random.some(words, 3, 10);
  return { accounts, users, roles, providers, services: ['ec2.amazonaws.com', 'pods.eks.amazonaws.com'], vocabulary };
}

function randomGuardrails(random: Random, places: Places, account: AccountFacts): Pick<AccountFacts, 'scps' | 'rcps'> {
  if (account.organizationId === null) return { scps: 'off', rcps: 'off' };
  if (account.organizationId === 'unknown') return { scps: 'unknown', rcps: 'unknown' };
  const levels = (as: 'scp' | 'rcp'): GuardrailLevel[] | 'off' | 'unknown' => {
    if (random.chance(0.5)) return 'off';
    if (random.chance(0.08)) return 'unknown';
    return ['r-1', 'ou-a', account.id].slice(random.int(2)).map((target) => ({
      target,
      policies: Array.from({ length: 1 + random.int(2) }, () => randomGuardrail(random, places, as)),
    }));
  };
  return { scps: levels('scp'), rcps: levels('rcp') };
}

function randomIdentityPolicies(random: Random, places: Places, owner: string): PolicyUse[] {
  return Array.from({ length: random.chance(0.1) ? 0 : 1 + random.int(2) }, () =>
    randomIdentityPolicy(random, places, owner, random.pick(['inline', 'attached'])),
  );
}

function randomTags(random: Random): Tag[] {
  const tags: Tag[] = [];
  if (random.chance(0.5)) tags.push({ key: random.pick(['team', 'Team']), value: random.pick(['red', 'blue', 'RED', 'rouge']) });
  if (random.chance(0.2)) tags.push({ key: 'unit', value: random.pick(['one', 'red']) });
  return tags;
}

/** Callers that have no policies of their own. */
function otherCallers(random: Random, places: Places, accountOf: (id: string) => AccountFacts): Caller[] {
  const bare = { uniqueId: null, tags: [], identityPolicies: [], boundary: null, trust: null, given: [] };
  const callers: Caller[] = places.services.map((arn) => ({ ...bare, kind: 'service', arn, account: null, name: arn }));
  for (const arn of places.providers) {
    const account = accountOf(arn.split(':')[4] ?? '');
    callers.push({ ...bare, kind: arn.includes(':saml-provider/') ? 'saml-provider' : 'oidc-provider', arn, account, name: arn });
    if (arn.includes(':saml-provider/')) continue;
    const name = random.pick(['repo:one/app:*', 'repo:one/app:main', 'repo:two/*']);
    callers.push({ ...bare, kind: 'federated-subject', arn: `${arn}#${name}`, account, name });
  }
  for (const [i, account] of places.accounts.entries()) {
    if (i > 0 && account.collected) continue;
    const arn = `arn:${account.partition}:iam::${account.id}:root`;
    const kind = account.collected ? 'root' : 'external-account';
    callers.push({ ...bare, kind, arn, account: accountOf(account.id), name: account.id });
  }
  for (const { arn, account, name } of [...places.users, ...places.roles]) {
    if (accountOf(account).collected) continue;
    callers.push({ ...bare, kind: 'external-account', arn, account: accountOf(account), name });
  }
  const notOurs: Condition = {
    key: 'aws:PrincipalAccount',
    operator: 'StringNotEquals',
    qualifier: null,
    ifExists: false,
    values: places.accounts.map(({ id }) => id),
    negated: false,
    source: 'unknown-identity',
  };
  return [...callers, { ...bare, kind: 'anyone', arn: '*', account: null, name: '*', given: [notOurs] }];
}
