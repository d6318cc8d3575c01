/** What the table of routes promises of any route, on routes of the test's own: bodies, methods, paths, cancelling, downloads. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { mountRoutes } from '../../server/mount-routes.ts';
import { problemHandler } from '../../server/problems.ts';
import { defineRoute, freshJson, type Route } from '../../server/route.ts';
import { createFakeQuestions } from '../support/fake-questions.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };
const nothing = z.strictObject({});
const facts = { group: 'Service', summary: '', query: nothing, example: {} } as const;
let aborted = 0;
let asked = 0;
let stopped = 0;

const routes: readonly Route[] = [
  defineRoute({
    ...facts,
    method: 'post',
    path: '/things/{id}',
    id: 'change',
    pathParameters: z.strictObject({ id: z.string().max(5) }),
    body: z.strictObject({ size: z.number() }),
    bodyLimit: 200,
    answer: freshJson(z.object({})),
    handle: (_context, { path: { id }, body: { size } }) => ({ id, size }),
  }),
  defineRoute({
    ...facts,
    method: 'get',
    path: '/waits',
    id: 'wait',
    answer: freshJson(z.object({})),
    handle: ({ signal }) =>
      new Promise<object>((resolve) => {
        asked += 1;
        signal.addEventListener('abort', () => {
          aborted += 1;
          resolve({});
        });
      }),
  }),
  defineRoute({
    ...facts,
    method: 'get',
    path: '/endless',
    id: 'endless',
    answer: { kind: 'stream', mediaTypes: ['text/plain'], description: '' },
    handle: () => ({ mediaType: 'text/plain', fileName: 'endless.txt', content: endless() }),
  }),
  defineRoute({
    ...facts,
    method: 'get',
    path: '/fails',
    id: 'fails',
    answer: { kind: 'stream', mediaTypes: ['text/plain'], description: '' },
    handle: () => ({ mediaType: 'text/plain', fileName: 'fails.txt', content: fails() }),
  }),
];

function* endless(): Generator<string> {
  try {
    for (;;) yield 'x'.repeat(10_000);
  } finally {
    stopped += 1;
  }
}

// biome-ignore lint/correctness/useYield: it fails before it has anything
function* fails(): Generator<string> {
  throw new Error('the store went away');
}

let server: Server;
let base: string;
beforeAll(async () => {
  const app = express();
  mountRoutes(app, routes, { questions: () => createFakeQuestions() }, []);
  app.use(problemHandler(silent));
  server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const post = (path: string, body: string, type = 'application/json') =>
  fetch(`${base}${path}`, { method: 'POST', body, headers: { 'Content-Type': type } });
const codeOf = async (response: Response) => [response.status, ((await response.json()) as { code?: string }).code];

it('reads path and body', async () => {
  expect(await (await post('/things/a', '{"size":3}')).json()).toEqual({ id: 'a', size: 3 });
});

const refused = [
  { why: 'a field of the wrong type', path: '/things/a', body: '{"size":"3"}', expected: [400, 'invalid-argument'] },
  { why: 'a field that is not known', path: '/things/a', body: '{"size":3,"more":1}', expected: [400, 'invalid-argument'] },
  { why: 'a path that its check refuses', path: '/things/abcdef', body: '{"size":3}', expected: [400, 'invalid-argument'] },
  { why: 'broken JSON', path: '/things/a', body: '{"size":', expected: [400, 'invalid-argument'] },
  { why: 'a body that is too large', path: '/things/a', body: `{"size":${'1'.repeat(300)}}`, expected: [413, 'body-too-large'] },
  {
    why: 'a form',
    path: '/things/a',
    body: 'size=3',
    type: 'application/x-www-form-urlencoded',
    expected: [415, 'unsupported-media-type'],
  },
  {
    why: 'text, which a page of another site may send',
    path: '/things/a',
    body: '{"size":3}',
    type: 'text/plain',
    expected: [415, 'unsupported-media-type'],
  },
];
it.each(refused)('refuses $why', async ({ path, body, type, expected }) => {
  expect(await codeOf(await post(path, body, type))).toEqual(expected);
});

it('says which methods an address takes', async () => {
  const response = await fetch(`${base}/things/a`);
  expect(response.headers.get('allow')).toBe('POST');
  expect(await codeOf(response)).toEqual([405, 'method-not-allowed']);
});

it('tells the handler that the client has gone', async () => {
  const client = new AbortController();
  const request = fetch(`${base}/waits`, { signal: client.signal });
  await expect.poll(() => asked, { timeout: 20_000 }).toBe(1);
  client.abort();
  await expect(request).rejects.toThrow();
  await expect.poll(() => aborted, { timeout: 20_000 }).toBe(1);
});

it('stops making a download that nobody takes any more', async () => {
  const client = new AbortController();
  const response = await fetch(`${base}/endless`, { signal: client.signal });
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="endless.txt"');
  await response.body?.getReader().read();
  client.abort();
  await expect.poll(() => stopped, { timeout: 20_000 }).toBe(1);
});

it('answers a download that fails at once as a problem, not as a file', async () => {
  const response = await fetch(`${base}/fails`);
  expect(response.headers.get('content-disposition')).toBeNull();
  expect(await codeOf(response)).toEqual([500, 'internal-error']);
});
