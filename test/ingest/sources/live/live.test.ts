/** Live ingestion against moto, a double of AWS. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { readOrganization } from '../../../../ingest/index.ts';
import { collectLive } from '../../../../ingest/sources/live/collect.ts';
import { type DoubleOrganization, makeOrganization, readerRole } from '../../../support/aws/double-organization.ts';
import { type MotoServer, motoPath, startMoto } from '../../../support/aws/moto-server.ts';
import { temporaryDirectory } from '../../../support/temporary-directory.ts';

describe.skipIf(motoPath === null)('an organization that is read live', () => {
  let moto: MotoServer;
  let organization: DoubleOrganization;
  beforeAll(async () => {
    moto = await startMoto();
    await moto.reset();
    organization = await makeOrganization(moto.url, 3);
  }, 120_000);
  beforeEach(() => {
    vi.stubEnv('AWS_ENDPOINT_URL', moto.url);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'not-a-secret');
  });
  afterAll(() => moto.stop());

  test('is a Collection', async () => {
    const directory = join(temporaryDirectory(), 'collecting');
    const { failedAccounts } = await collectLive(
      { role: { roleName: readerRole, externalId: undefined }, concurrency: 16, resume: false },
      directory,
    );
    expect(failedAccounts).toEqual([]);
    const read = (await readOrganization([directory])).organization;
    expect([...read.accounts.keys()].sort()).toEqual([...organization.accounts].sort());
    expect(read.units.length).toBe(6);
    expect(read.roles.filter(({ name }) => name === 'deploy').length).toBe(4);
    await rm(directory, { recursive: true });
  }, 60_000);
});
