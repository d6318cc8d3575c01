/** The small parts of live ingestion that need no AWS. */

import { CreateUserCommand } from '@aws-sdk/client-iam';
import { describe, expect, test } from 'vitest';
import { IngestError } from '../../../../ingest/errors.ts';
import { allowedActions, findAllowed, sessionPolicy } from '../../../../ingest/sources/live/actions.ts';
import { createClients } from '../../../../ingest/sources/live/clients.ts';
import { CallFailed, describeFailure } from '../../../../ingest/sources/live/failures.ts';
import { describeFailedCall } from '../../../../ingest/sources/live/live-findings.ts';
import { checkTemplate, externalIdFor, roleArn } from '../../../../ingest/sources/live/role-template.ts';

describe('the list of allowed calls', () => {
  test('holds reads only', () => {
    const verbs = new Set(allowedActions.map(({ action }) => /^[\w-]+:([A-Z][a-z]+)/.exec(action)?.[1]));
    expect([...verbs].sort()).toEqual(['Assume', 'Describe', 'Generate', 'Get', 'List']);
    expect(allowedActions.filter(({ action }) => /:(Assume|Generate)/.test(action)).map(({ action }) => action)).toEqual([
      'sts:AssumeRole',
      'iam:GenerateCredentialReport',
    ]);
  });

  test('is what a session may do, and fits into a session policy', () => {
    expect(sessionPolicy.length).toBeLessThan(2048);
    const { Statement } = JSON.parse(sessionPolicy) as { Statement: { Action: string[] }[] };
    expect(Statement[0]?.Action.every((action) => findAllowed(action)?.place === 'account')).toBe(true);
  });

  test('stops any other call before it leaves', async () => {
    const attempts: string[] = [];
    const clients = createClients({
      region: 'us-east-1',
      credentials: async () => ({ accessKeyId: 'x', secretAccessKey: 'y' }),
      onAttempt: (action) => attempts.push(action),
    });
    await expect(clients.iam.send(new CreateUserCommand({ UserName: 'eve' }))).rejects.toThrow('iam:CreateUser is not among the calls');
    expect(attempts).toEqual([]);
    clients.destroy();
  });
});

describe('--role-name and --external-id', () => {
  const account = '111122223333';
  test.each([
    ['RolepathReader', `arn:aws:iam::${account}:role/RolepathReader`],
    ['audit/RolepathReader', `arn:aws:iam::${account}:role/audit/RolepathReader`],
    ['/audit/x', `arn:aws:iam::${account}:role/audit/x`],
    ['role/x', `arn:aws:iam::${account}:role/x`],
    ['reader-{account}', `arn:aws:iam::${account}:role/reader-${account}`],
    ['arn:aws-cn:iam::{account}:role/r', `arn:aws-cn:iam::${account}:role/r`],
  ])('%s', (roleName, expected) => {
    const template = { roleName, externalId: 'id-{account}' };
    checkTemplate(template);
    expect(roleArn(template, account, 'aws')).toBe(expected);
    expect(externalIdFor(template, account)).toBe(`id-${account}`);
  });

  test.each(['', 'a b', 'a/', 'x-{name}', 'x;y', '{'])('%j names no role', (roleName) => {
    expect(() => checkTemplate({ roleName, externalId: undefined })).toThrow(IngestError);
  });
});

describe('what a failed call is', () => {
  const error = (name: string, message: string, status?: number): Error =>
    Object.assign(new Error(message), { name }, status === undefined ? {} : { $metadata: { httpStatusCode: status } });
  test.each([
    [error('AccessDenied', 'no', 403), 'denied'],
    [error('AccessDeniedException', 'no', 400), 'denied'],
    [error('AccountNotManagementOrDelegatedAdministratorException', 'not you', 400), 'denied'],
    [error('ExpiredToken', 'old', 403), 'expired'],
    [error('CredentialsProviderError', 'Could not load credentials from any providers'), 'expired'],
    [error('TooManyRequestsException', 'slow down', 400), 'unavailable'],
    [error('Unheard', 'boom', 503), 'unavailable'],
    [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 'unavailable'],
    [error('NoSuchEntityException', 'gone', 404), 'absent'],
    [error('ValidationError', 'odd', 400), 'other'],
  ] as const)('%s', (failed, kind) => {
    expect(describeFailure(failed).kind).toBe(kind);
  });

  test('says nothing that could be a secret', () => {
    const { message } = describeFailure(error('X', `key ASIAIOSFODNN7EXAMPLE1 token ${'A'.repeat(200)} end\nat stack`));
    expect(message).toBe('key (access key) token (token) end');
  });
});

describe('what to do about a call that was denied', () => {
  const reader = 'arn:aws:iam::111122223333:role/audit/RolepathReader';
  test.each([
    { action: 'iam:ListSAMLProviders', account: '111122223333', role: reader, says: [reader, '"iam:ListSAMLProviders"'] },
    { action: 'iam:ListSAMLProviders', account: '111122223333', role: null, says: ['your credentials', '"iam:ListSAMLProviders"'] },
    { action: 'sts:AssumeRole', account: '111122223333', role: reader, says: ['trust policy', `"Resource":"${reader}"`] },
    // What a member account may ask of the organization is not its own policies' business alone.
    { action: 'organizations:ListRoots', account: null, role: null, says: ['your credentials', 'delegated', 'docs/live.md'] },
    { action: 'iam:ListOrganizationsFeatures', account: null, role: null, says: ['your credentials', 'delegated', 'docs/live.md'] },
  ])('$action of $account as $role', ({ action, account, role, says }) => {
    const failed = new CallFailed(action, { kind: 'denied', name: 'AccessDenied', message: 'no' }, { cause: null });
    const { code, remedy } = describeFailedCall(failed, { account, role });
    expect(code).toBe('call-denied');
    for (const part of says) expect(remedy).toContain(part);
  });
});
