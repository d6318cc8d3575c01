/** The Principal Access Summary of the example organization, from the graph: against golden files, the edges, and the policies. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLadybugWriter, ladybugVersion, openLadybugStore } from '../../../graph/engines/ladybug/index.ts';
import { type OpenSnapshot, openSnapshot } from '../../../graph/snapshots.ts';
import { ingest } from '../../../ingest/ingest.ts';
import { createQuestions, type Questions } from '../../../queries/index.ts';
import {
  type AccessRow,
  accessRowSchema,
  assumersAnswerSchema,
  principalAccessAnswerSchema,
} from '../../../queries/principal-access-answer.ts';
import type { AccessFilter } from '../../../queries/reports/access-filter.ts';
import { type AccessFileOptions, type AccessFormat, writePrincipalAccess } from '../../../queries/reports/principal-access-files.ts';
import { readSheets } from '../../support/read-xlsx.ts';

const root = join(import.meta.dirname, '../../..');
const ada = 'arn:aws:iam::888899990000:user/ada.lovelace';

let dataDir: string;
let snapshot: OpenSnapshot;
let questions: Questions;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'rolepath-access-'));
  const engine = { name: 'ladybug', version: await ladybugVersion(), createWriter: createLadybugWriter } as const;
  await ingest({ paths: [join(root, 'examples/acme')], dataDir, strict: true, engine, version: 'test' });
  snapshot = await openSnapshot(dataDir, { openStore: (path) => openLadybugStore(path) });
  const manifest = { ...snapshot.manifest, id: 'golden', createdAt: '2026-01-02T03:04:05.000Z', source: 'examples/acme' };
  questions = createQuestions({ adjacency: snapshot.adjacency, store: snapshot.store, manifest });
}, 60_000);
afterAll(async () => {
  await snapshot?.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function write(format: AccessFormat, options?: AccessFileOptions): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of writePrincipalAccess(questions.principalAccess(), format, options)) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

async function rows(filter?: AccessFilter): Promise<AccessRow[]> {
  const all: AccessRow[] = [];
  for await (const row of questions.principalAccess().rows(filter)) all.push(accessRowSchema.parse(row));
  return all;
}

describe('rows', () => {
  it('are the assume edges, each once, with their conditions', async () => {
    const used = (await rows()).filter(({ access_capability }) => access_capability === 'use-resource');
    const shown = used.map((row) => [row.principal_arn, row.resource_arn, row.actions, row.verdict, row.requires, row.cross_account]);
    const edges = [...questions.edges()].map((edge) => {
      const { action, verdict, alternatives, truncated } = edge;
      return [edge.from, edge.to, [{ action, verdict, alternatives, truncated }], verdict, edge.requires, edge.crossAccount];
    });
    expect(shown).toEqual(edges);
  });

  it('have every user and role, and one row for each other capability', async () => {
    const all = await rows();
    const { counts } = await questions.summary();
    const reading = all.filter(({ access_capability }) => access_capability === 'read-data');
    expect(reading).toHaveLength(counts.users + counts.roles);
    for (const capability of ['read-data', 'write-data'] as const) {
      const arns = all.filter((row) => row.access_capability === capability).map((row) => row.principal_arn);
      expect(new Set(arns).size).toBe(arns.length);
    }
    expect(reading.every(({ actions }) => actions.some(({ action }) => action === 'sts:GetCallerIdentity'))).toBe(true);
  });

  it('tell what policies of groups and boundaries leave', async () => {
    const all = await rows();
    const of = (arn: string, capability: string) =>
      all.filter((row) => row.principal_arn === arn && row.access_capability === capability).flatMap(({ actions }) => actions);
    expect(of(ada, 'read-data').map(({ action }) => action)).toEqual([
      'sts:GetAccessKeyInfo',
      'sts:GetCallerIdentity',
      'sts:GetSessionToken',
    ]);
    const admin = all.find(({ principal_name }) => principal_name === 'barbara.liskov')?.principal_arn ?? '';
    expect(of(admin, 'write-data').map(({ action }) => action)).toContain('sts:TagSession');
  });

  it('carry tags and are of the time of the snapshot', async () => {
    const row = (await rows()).find(({ principal_arn }) => principal_arn === ada);
    expect(row).toMatchObject({
      principal_tags: { team: 'shop' },
      principal_type: 'user',
      analysis_time: '2026-01-02T03:04:05.000Z',
      service_name: 'sts',
    });
  });

  it('can be narrowed to other accounts and to what asks for nothing', async () => {
    const [all, across, free] = await Promise.all([rows(), rows({ crossAccount: true }), rows({ unconditional: true })]);
    expect(across).toEqual(all.filter((row) => row.cross_account));
    expect(free.every((row) => row.verdict === 'allowed' && row.actions.every(({ verdict }) => verdict === 'allowed'))).toBe(true);
    expect(free.filter((row) => row.resource_arn !== null)).toEqual(
      all.filter((row) => row.resource_arn !== null && row.verdict === 'allowed'),
    );
  });
});

describe('the short list', () => {
  it('counts what the rows say', async () => {
    const used = (await rows()).filter(({ resource_arn }) => resource_arn !== null);
    const list = questions.principalAccess().assumers();
    expect(new Set(list.map((row) => row.principal_arn))).toEqual(new Set(used.map((row) => row.principal_arn)));
    for (const assumer of list) {
      const own = used.filter((row) => row.principal_arn === assumer.principal_arn);
      const roles = (some: AccessRow[]) => new Set(some.map((row) => row.resource_arn)).size;
      const within = own.filter((row) => row.principal_account_id === row.resource_account_id);
      const across = own.filter((row) => row.principal_account_id !== null && row.principal_account_id !== row.resource_account_id);
      expect(assumer).toMatchObject({
        roles: roles(own),
        roles_within_account: roles(within),
        unconditional_within_account: roles(within.filter(({ verdict }) => verdict === 'allowed')),
        roles_across_accounts: roles(across),
        unconditional_across_accounts: roles(across.filter(({ verdict }) => verdict === 'allowed')),
        other_accounts: new Set(across.map((row) => row.resource_account_id)).size,
      });
    }
  });

  it('begins with those that get into most accounts', () => {
    const accounts = questions
      .principalAccess()
      .assumers()
      .map((row) => row.other_accounts);
    expect(accounts).toEqual([...accounts].sort((left, right) => right - left));
  });

  it('can be narrowed', () => {
    const access = questions.principalAccess();
    expect(access.assumers({ crossAccount: true }).every((row) => row.roles_across_accounts > 0)).toBe(true);
    expect(access.assumers({ unconditional: true }).length).toBeLessThan(access.assumers().length);
  });
});

describe('files', () => {
  it('as CSV', async () => {
    await expect((await write('csv')).toString()).toMatchFileSnapshot('golden/principal-access.csv');
    await expect((await write('csv', { shortList: true })).toString()).toMatchFileSnapshot('golden/principal-access-short-list.csv');
  });

  it('as JSON and JSON lines', async () => {
    const answer = principalAccessAnswerSchema.parse(JSON.parse((await write('json')).toString()));
    expect(answer).toMatchObject({ snapshot: 'golden', incomplete: false, truncated: false });
    const lines = (await write('jsonl')).toString().trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(answer.rows);
    assumersAnswerSchema.parse(JSON.parse((await write('json', { shortList: true })).toString()));
  });

  it('as a workbook with the same rows, typed', async () => {
    const sheets = readSheets(await write('xlsx'));
    expect(sheets.map(({ name }) => name)).toEqual([
      'Audit Summary',
      'Who Can Assume Roles',
      'Principal Access Summary',
      'Capability Mapping',
    ]);
    const [facts, assumers, access, mapping] = sheets.map((sheet) => sheet.rows);
    const all = await rows();
    expect(access?.[0]?.slice(0, 8)).toEqual([
      'analysis_time',
      'principal_name',
      'principal_arn',
      'principal_type',
      'principal_tags',
      'service_name',
      'access_capability',
      'resource_arn',
    ]);
    expect(access).toHaveLength(all.length + 1);
    const conditional = access?.find((cells) => cells[9] === 'conditional');
    expect(typeof conditional?.[0]).toBe('number');
    expect(typeof conditional?.[12]).toBe('boolean');
    expect(String(conditional?.[11])).toMatch(/^if /);
    expect(assumers).toHaveLength(questions.principalAccess().assumers().length + 1);
    expect(assumers?.[1]?.[6]).toBe(11);
    expect(facts?.find(([what]) => what === 'Principals that can use some role')?.[1]).toBe((assumers?.length ?? 0) - 1);
    expect(mapping?.find(([action]) => action === 'sts:TagSession')?.[1]).toBe('write-data');
  });
});
