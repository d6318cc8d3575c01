/** How users sign in, as "Get credential reports for your AWS account" says it, and as single calls do. */
import { expect, test } from 'vitest';
import type { RawFile } from '../../../ingest/collection.ts';
import { silentFindings } from '../../../ingest/link/findings.ts';
import { readSignInFacts } from '../../../ingest/link/sign-in-facts.ts';

const header =
  'user,password_enabled,password_last_used,mfa_active,access_key_1_active,access_key_1_last_used_date,access_key_2_active,access_key_2_last_used_date';
const day = '2025-03-04T05:06:07+00:00';
const read = '2025-03-04T05:06:07Z';

const cases = [
  {
    name: 'a password that was used',
    report: [header, `ann,true,${day},true,false,N/A,false,N/A`],
    expected: { passwordEnabled: true, mfaActive: true, accessKeys: 0, lastUsedAt: read, everUsed: true },
  },
  {
    name: 'a key used later than the password',
    report: [header, `ann,true,2024-01-01T00:00:00+00:00,false,true,N/A,true,${day}`],
    expected: { passwordEnabled: true, mfaActive: false, accessKeys: 2, lastUsedAt: read, everUsed: true },
  },
  {
    name: 'a password that nobody ever used',
    report: [header, 'ann,true,no_information,false,false,N/A,false,N/A'],
    expected: { passwordEnabled: true, mfaActive: false, accessKeys: 0, lastUsedAt: null, everUsed: false },
  },
  {
    name: 'a key that nobody ever used',
    report: [header, 'ann,false,N/A,false,true,N/A,false,N/A'],
    expected: { passwordEnabled: false, mfaActive: false, accessKeys: 1, lastUsedAt: null, everUsed: false },
  },
  {
    name: 'a report without the columns that say when a key was used',
    report: [
      'user,password_enabled,password_last_used,mfa_active,access_key_1_active,access_key_2_active',
      'ann,true,N/A,false,true,false',
    ],
    expected: { passwordEnabled: true, mfaActive: false, accessKeys: 1, lastUsedAt: null, everUsed: null },
  },
  {
    name: 'such a report of a password that was used',
    report: ['user,password_enabled,password_last_used,mfa_active', `ann,true,${day},false`],
    expected: { passwordEnabled: true, mfaActive: false, accessKeys: null, lastUsedAt: read, everUsed: true },
  },
];

const fileOf = (json: unknown): RawFile => ({ file: 'f.json', json });

for (const { name, report, expected } of cases) {
  test(`the credential report: ${name}`, () => {
    const others = { 'credential-report': fileOf({ Content: Buffer.from(report.join('\n')).toString('base64') }) };
    expect(readSignInFacts({ others }, silentFindings).get('ann')).toEqual(expected);
  });
}

test('single calls do not say when credentials were used', () => {
  const users = [{ UserName: 'ann', PasswordEnabled: true, MFADevices: 1, AccessKeys: [{ Status: 'Active' }, { Status: 'Inactive' }] }];
  const others = { 'user-credentials': fileOf({ Users: users }) };
  expect(readSignInFacts({ others }, silentFindings).get('ann')).toEqual({
    ...{ passwordEnabled: true, mfaActive: true, accessKeys: 1, lastUsedAt: null, everUsed: null },
  });
});
