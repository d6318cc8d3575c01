/** Slow and many clients: none of them keeps others from being answered, and none stays for ever. */
import { connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { type RunningServer, type ServerOptions, startServer } from '../../server/start-server.ts';
import { createFakeQuestions } from '../support/fake-questions.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };
const running: RunningServer[] = [];

async function start(more: Partial<ServerOptions>): Promise<RunningServer> {
  const server = await startServer({ questions: () => createFakeQuestions(), webRoot: 'absent', log: silent, port: 0, ...more });
  running.push(server);
  return server;
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** Sends the text and nothing more, reads as told, and resolves to what came when the server has ended the connection. */
function talk(port: number, text: string, reads: boolean): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    if (reads)
      socket.setEncoding('utf8').on('data', (chunk: string) => {
        received += chunk;
      });
    socket.on('error', () => {});
    socket.on('close', () => resolve(received));
  });
}

it.each([
  ['headers that never end', 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: '],
  [
    'a body that never ends',
    'POST /api/v1/cypher HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
  ],
])('ends %s, and answers others meanwhile', async (_what, text) => {
  const { port, url } = await start({ limits: { headersMilliseconds: 200, requestMilliseconds: 300 } });
  const slow = Array.from({ length: 50 }, () => talk(port, text, true));
  expect((await fetch(`${url}healthz`)).status).toBe(200);
  for (const received of await Promise.all(slow)) expect(received === '' || received.startsWith('HTTP/1.1 4')).toBe(true);
  expect((await fetch(`${url}healthz`)).status).toBe(200);
});

it('lets go of a client that does not take its answer', async () => {
  let ended = 0;
  const questions = createFakeQuestions();
  const [edge] = questions.edges();
  function* endless() {
    try {
      if (edge) for (;;) yield edge;
    } finally {
      ended += 1;
    }
  }
  const { port, url } = await start({ questions: () => ({ ...questions, edges: endless }), limits: { idleMilliseconds: 300 } });
  const stalled = talk(port, 'GET /api/v1/edges HTTP/1.1\r\nHost: localhost\r\n\r\n', false);
  expect((await fetch(`${url}healthz`)).status).toBe(200);
  await expect.poll(() => ended, { timeout: 20_000 }).toBe(1);
  // It has not read, so it learns of the end only now.
  void stalled;
});

it('turns away more connections than it has room for', async () => {
  const { port } = await start({ limits: { connections: 2, headersMilliseconds: 1000 } });
  const received = await Promise.all(
    Array.from({ length: 5 }, () => talk(port, 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', true)),
  );
  const answered = received.filter((text) => text.startsWith('HTTP/1.1 200'));
  expect(answered.length).toBeGreaterThanOrEqual(2);
});

it('slows down whoever asks too much, where others can reach it', async () => {
  const { url } = await start({ token: 's3cret', requestsPerMinute: 3 });
  const statuses: number[] = [];
  for (let count = 0; count < 5; count += 1)
    statuses.push((await fetch(`${url}api/v1/summary`, { headers: { Authorization: 'Bearer s3cret' } })).status);
  expect(statuses).toEqual([200, 200, 200, 429, 429]);
  const refused = await fetch(`${url}api/v1/summary`, { headers: { Authorization: 'Bearer s3cret' } });
  expect(((await refused.json()) as { code: string }).code).toBe('too-many-requests');
  expect(refused.headers.get('retry-after')).not.toBeNull();
  // Whoever watches over the server is not counted.
  expect((await fetch(`${url}healthz`)).status).toBe(200);
});

it('never writes the token or a name that was asked for to the log', async () => {
  const lines: string[] = [];
  const note = (fields: object, message: string) => void lines.push(JSON.stringify(fields) + message);
  const { url } = await start({ token: 's3cret-token', log: { info: note, warn: note, error: note } });
  await fetch(`${url}api/v1/principal?name=alice&token=s3cret-token`, { headers: { Authorization: 'Bearer s3cret-token' } });
  await fetch(`${url}api/v1/principal?name=alice`, { headers: { Authorization: 'Bearer s3cret-token' } });
  await expect.poll(() => lines.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
  expect(lines.join('\n')).not.toMatch(/s3cret|alice/);
});

it('takes no token from an address', async () => {
  const { url } = await start({ token: 's3cret' });
  for (const path of ['api/v1/summary?token=s3cret', 'api/v1/summary?access_token=s3cret'])
    expect((await fetch(url + path)).status).toBe(401);
});
