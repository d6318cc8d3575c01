/** The HTTP API over a made-up organization: what each address answers, and how it refuses. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StoreError } from '../../graph/store.ts';
import {
  edgeSchema,
  explainAnswerSchema,
  neighboursAnswerSchema,
  pathsAnswerSchema,
  principalAnswerSchema,
  problemSchema,
  reachAnswerSchema,
  searchAnswerSchema,
  summaryAnswerSchema,
} from '../../queries/answers.ts';
import type { Questions } from '../../queries/questions.ts';
import type { Log } from '../../server/log.ts';
import { type RunningServer, startServer } from '../../server/start-server.ts';
import { arns, createFakeQuestions, hostileName } from '../support/fake-questions.ts';

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };
const questions = createFakeQuestions();

let webRoot: string;
const running: RunningServer[] = [];

async function serve(options: { questions?: () => Questions | null; token?: string } = {}): Promise<string> {
  const server = await startServer({ questions: () => questions, webRoot, log: silent, port: 0, ...options });
  running.push(server);
  return server.url;
}

/** A raw request, because fetch does not let a test choose Host, Origin or Sec-Fetch-Site. */
function raw(
  url: string,
  headers: Record<string, string>,
  method = 'GET',
): Promise<{ status: number; body: string; headers: NodeJS.Dict<string | string[]> }> {
  return new Promise((resolve, reject) => {
    request(url, { headers, method }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }));
    })
      .on('error', reject)
      .end();
  });
}

let base: string;
beforeAll(async () => {
  webRoot = await mkdtemp(join(tmpdir(), 'rolepath-web-'));
  await mkdir(join(webRoot, 'assets'));
  await writeFile(join(webRoot, 'index.html'), '<!doctype html><title>page</title>');
  await writeFile(join(webRoot, 'assets', 'page-abc.js'), '// page');
  base = await serve();
});
afterAll(async () => {
  await Promise.all(running.map((server) => server.close()));
  await rm(webRoot, { recursive: true });
});

const query = (path: string, parameters: Record<string, string>): string => `${base}api/v1/${path}?${new URLSearchParams(parameters)}`;

describe('answers have the shape that answers.ts promises', () => {
  const cases = [
    { path: 'summary', parameters: {}, schema: summaryAnswerSchema },
    { path: 'search', parameters: { q: 'role:ad' }, schema: searchAnswerSchema },
    { path: 'search', parameters: { q: '', limit: '2' }, schema: searchAnswerSchema },
    { path: 'principal', parameters: { name: arns.hostile }, schema: principalAnswerSchema },
    { path: 'neighbours', parameters: { name: arns.deploy }, schema: neighboursAnswerSchema },
    {
      path: 'reach',
      parameters: { from: arns.alice, maxHops: '3', unconditional: 'true', crossAccount: 'false' },
      schema: reachAnswerSchema,
    },
    { path: 'reach', parameters: { to: 'role/admin', limit: '1' }, schema: reachAnswerSchema },
    { path: 'paths', parameters: { from: arns.alice, to: arns.admin }, schema: pathsAnswerSchema },
    { path: 'explain', parameters: { from: arns.bob, to: arns.admin }, schema: explainAnswerSchema },
  ];
  it.each(cases)('$path $parameters', async ({ path, parameters, schema }) => {
    const response = await fetch(query(path, parameters as Record<string, string>));
    expect(response.status).toBe(200);
    schema.parse(await response.json());
  });

  it('hands options on to the question', async () => {
    const oneHop = reachAnswerSchema.parse(await (await fetch(query('reach', { from: arns.alice, maxHops: '1' }))).json());
    expect(oneHop.rows.map(({ hops }) => hops)).toEqual([1, 1]);
    const limited = reachAnswerSchema.parse(await (await fetch(query('reach', { from: arns.alice, limit: '1' }))).json());
    expect(limited.rows).toHaveLength(1);
    expect(limited.truncated).toBe(true);
  });

  it('links each page to the next', async () => {
    for (const parameters of [{ to: 'role/admin' }, { from: arns.alice, maxHops: '3' }]) {
      const whole = reachAnswerSchema.parse(await (await fetch(query('reach', parameters))).json());
      const rows: unknown[] = [];
      let pages = 0;
      for (let address: string | undefined = query('reach', { ...parameters, limit: '2' }); address !== undefined; pages += 1) {
        const response: Response = await fetch(address);
        expect(response.headers.get('link')?.includes('rel="next"') ?? false).toBe(pages + 1 < Math.ceil(whole.total / 2));
        rows.push(...reachAnswerSchema.parse(await response.json()).rows);
        const next = /^<([^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
        address = next === undefined ? undefined : new URL(next, base).href;
      }
      expect(pages).toBeGreaterThan(1);
      expect(rows).toEqual(whole.rows);
    }
  });

  it('links to the same question', async () => {
    const response = await fetch(query('search', { q: '', limit: '1', offset: '1' }));
    expect(response.headers.get('link')).toBe('</api/v1/search?q=&limit=1&offset=2>; rel="next"');
  });

  it('streams every edge as JSON lines', async () => {
    const response = await fetch(`${base}api/v1/edges`);
    expect(response.headers.get('content-type')).toContain('application/jsonl');
    const lines = (await response.text()).trimEnd().split('\n');
    expect(lines.map((line) => edgeSchema.parse(JSON.parse(line)))).toEqual([...questions.edges()]);
  });

  it('answers 304 to the ETag of the snapshot', async () => {
    const first = await fetch(`${base}api/v1/summary`);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toContain('fake-1');
    expect((await raw(`${base}api/v1/summary`, { 'If-None-Match': etag })).status).toBe(304);
  });
});

describe('problems', () => {
  const cases = [
    { why: 'missing parameter', path: 'paths', parameters: { from: arns.alice }, status: 400, code: 'invalid-argument' },
    { why: 'misspelt parameter', path: 'reach', parameters: { from: arns.alice, maxhops: '2' }, status: 400, code: 'invalid-argument' },
    { why: 'both ends', path: 'reach', parameters: { from: arns.alice, to: arns.admin }, status: 400, code: 'invalid-argument' },
    { why: 'neither end', path: 'reach', parameters: {}, status: 400, code: 'invalid-argument' },
    { why: 'hops beyond the limit', path: 'reach', parameters: { from: arns.alice, maxHops: '33' }, status: 400, code: 'invalid-argument' },
    {
      why: 'a flag that is none',
      path: 'reach',
      parameters: { from: arns.alice, unconditional: 'yes' },
      status: 400,
      code: 'invalid-argument',
    },
    { why: 'empty name', path: 'principal', parameters: { name: ' ' }, status: 400, code: 'invalid-argument' },
    { why: 'endless name', path: 'principal', parameters: { name: 'x'.repeat(3000) }, status: 400, code: 'invalid-argument' },
    { why: 'unknown name', path: 'principal', parameters: { name: hostileName.repeat(2) }, status: 404, code: 'unknown-principal' },
    { why: 'ambiguous name', path: 'principal', parameters: { name: 'role/' }, status: 409, code: 'ambiguous-principal' },
    { why: 'target that is no role', path: 'paths', parameters: { from: arns.bob, to: arns.alice }, status: 422, code: 'not-a-role' },
    { why: 'no such address', path: 'nothing', parameters: {}, status: 404, code: 'not-found' },
  ];
  it.each(cases)('$why: $code', async ({ path, parameters, status, code }) => {
    const response = await fetch(query(path, parameters as Record<string, string>));
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    const problem = problemSchema.parse(await response.json());
    expect(problem).toMatchObject({ status, code });
    expect(problem.detail).not.toBe('');
    if (code === 'ambiguous-principal') expect(problem.candidates?.length).toBeGreaterThan(1);
  });

  it('refuses a parameter given twice', async () => {
    expect((await fetch(`${base}api/v1/principal?name=alice&name=bob`)).status).toBe(400);
  });

  it('refuses to write', async () => {
    const { status, body } = await raw(`${base}api/v1/summary`, {}, 'POST');
    expect(status).toBe(405);
    expect(problemSchema.parse(JSON.parse(body)).code).toBe('method-not-allowed');
  });

  const failures = [
    {
      name: 'a store that is away',
      error: new StoreError('store-unavailable', 'The store does not answer.'),
      status: 503,
      code: 'store-unavailable',
    },
    { name: 'a store that is broken', error: new StoreError('store-corrupt', 'Ingest again.'), status: 500, code: 'store-corrupt' },
    { name: 'a bug', error: new TypeError('secret detail'), status: 500, code: 'internal-error' },
  ];
  it.each(failures)('$name becomes $code', async ({ error, status, code }) => {
    const url = await serve({ questions: () => ({ ...questions, summary: () => Promise.reject(error) }) });
    const response = await fetch(`${url}api/v1/summary`);
    const problem = problemSchema.parse(await response.json());
    expect({ status: response.status, code: problem.code }).toEqual({ status, code });
    expect(problem.detail).not.toContain('secret');
    expect((await fetch(`${url}readyz`)).status).toBe(status);
  });

  it('breaks the connection off when the edges fail midway', async () => {
    function* failing() {
      for (let round = 0; round < 5000; round++) yield* questions.edges();
      throw new Error('midway');
    }
    const url = await serve({ questions: () => ({ ...questions, edges: failing }) });
    await expect(fetch(`${url}api/v1/edges`).then((response) => response.text())).rejects.toThrow();
  });
});

describe('health', () => {
  it('is live and ready on a snapshot', async () => {
    expect((await fetch(`${base}healthz`)).status).toBe(200);
    expect(await (await fetch(`${base}readyz`)).json()).toEqual({ status: 'ready', snapshot: 'fake-1' });
  });

  it('is live but not ready without a snapshot', async () => {
    const url = await serve({ questions: () => null });
    expect((await fetch(`${url}healthz`)).status).toBe(200);
    expect((await fetch(`${url}readyz`)).status).toBe(503);
    expect(problemSchema.parse(await (await fetch(`${url}api/v1/summary`)).json()).code).toBe('no-snapshot');
  });
});

describe('who may ask', () => {
  const summary = (): string => `${base}api/v1/summary`;
  const cases = [
    { why: 'a program on this machine', headers: {}, status: 200 },
    { why: 'localhost through a tunnel on another port', headers: { Host: 'localhost:9' }, status: 200 },
    { why: 'DNS rebinding', headers: { Host: 'attacker.example' }, status: 403 },
    { why: 'a name that only begins like ours', headers: { Host: 'localhost.attacker.example' }, status: 403 },
    { why: 'the page itself', headers: { 'Sec-Fetch-Site': 'same-origin' }, status: 200 },
    { why: 'another site', headers: { 'Sec-Fetch-Site': 'cross-site' }, status: 403 },
    { why: 'another port of this machine', headers: { 'Sec-Fetch-Site': 'same-site' }, status: 403 },
    { why: 'a foreign origin', headers: { Origin: 'https://attacker.example' }, status: 403 },
    { why: 'an opaque origin', headers: { Origin: 'null' }, status: 403 },
  ];
  it.each(cases)('$why: $status', async ({ headers, status }) => {
    expect((await raw(summary(), headers as Record<string, string>)).status).toBe(status);
  });

  it('refuses a rebound host for the page too', async () => {
    expect((await raw(base, { Host: 'attacker.example' })).status).toBe(403);
  });

  it('lets a link from elsewhere open the page', async () => {
    expect((await raw(base, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(200);
  });

  it('asks for the token, for the API only', async () => {
    const url = await serve({ token: 's3cret' });
    const ask = async (authorization?: string) =>
      (await raw(`${url}api/v1/summary`, authorization === undefined ? {} : { Authorization: authorization })).status;
    expect(await ask()).toBe(401);
    expect(await ask('Bearer wrong')).toBe(401);
    expect(await ask('Basic s3cret')).toBe(401);
    expect(await ask('Bearer s3cret')).toBe(200);
    expect((await raw(url, { Host: 'rolepath.example' })).status).toBe(200);
    expect(
      (await raw(`${url}api/v1/summary`, { Host: 'rolepath.example', Origin: 'https://attacker.example', Authorization: 'Bearer s3cret' }))
        .status,
    ).toBe(403);
  });

  it('slows down guessing', async () => {
    const url = await serve({ token: 's3cret' });
    const statuses = [];
    for (let attempt = 0; attempt < 32; attempt++)
      statuses.push((await raw(`${url}api/v1/summary`, { Authorization: `Bearer ${attempt}` })).status);
    expect(statuses[0]).toBe(401);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('the page and its headers', () => {
  it('forbids everything but its own files', async () => {
    const { headers } = await raw(base, {});
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toContain('data:');
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('forbids the viewer of the document everything inline and from elsewhere too', async () => {
    const policy = String((await raw(`${base}api-docs/`, {})).headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe');
  });

  it('lets hashed files be kept and asks again for the page', async () => {
    expect((await raw(`${base}assets/page-abc.js`, {})).headers['cache-control']).toContain('immutable');
    expect((await raw(base, {})).headers['cache-control']).toBe('no-cache');
  });

  it('compresses answers', async () => {
    expect((await raw(`${base}api/v1/summary`, { 'Accept-Encoding': 'gzip' })).headers['content-encoding']).toBe('gzip');
  });

  it('stays inside its directory', async () => {
    expect((await raw(`${base}..%2f..%2fetc%2fpasswd`, {})).status).toBeGreaterThanOrEqual(400);
  });

  it('says that the page is not built', async () => {
    const server = await startServer({ questions: () => questions, webRoot: join(webRoot, 'absent'), log: silent, port: 0 });
    running.push(server);
    expect(problemSchema.parse(await (await fetch(server.url)).json()).code).toBe('page-not-built');
  });
});
