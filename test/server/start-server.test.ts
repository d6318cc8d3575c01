/** Ports, addresses and closing. */

import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Log } from '../../server/log.ts';
import { type RunningServer, type ServerOptions, startServer } from '../../server/start-server.ts';
import { createFakeQuestions } from '../support/fake-questions.ts';

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };
const options: ServerOptions = { questions: createFakeQuestions, webRoot: 'absent', log: silent, port: 0 };
const running: RunningServer[] = [];

async function start(more: Partial<ServerOptions>): Promise<RunningServer> {
  const server = await startServer({ ...options, ...more });
  running.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

describe('startServer', () => {
  it('says that a port is busy and takes the next free one', async () => {
    const first = await start({});
    const busy: [number, number][] = [];
    const second = await start({ port: first.port, onBusyPort: (taken, next) => busy.push([taken, next]) });
    expect(second.port).toBeGreaterThan(first.port);
    expect(busy[0]).toEqual([first.port, first.port + 1]);
    expect((await fetch(`${second.url}healthz`)).status).toBe(200);
  });

  it('serves this machine only, unless told otherwise', async () => {
    const server = await start({});
    expect(server.url).toBe(`http://127.0.0.1:${server.port}/`);
  });

  it.each(['0.0.0.0', '::', '192.0.2.1'])('does not bind %s without a token', async (host) => {
    await expect(startServer({ ...options, host })).rejects.toMatchObject({ code: 'token-required' });
    await expect(startServer({ ...options, host, token: '' })).rejects.toMatchObject({ code: 'token-required' });
  });

  it('binds wider with a token', async () => {
    const server = await start({ host: '0.0.0.0', token: 'secret' });
    expect((await fetch(`${server.url}api/v1/summary`)).status).toBe(401);
  });

  it('says that an address cannot be bound', async () => {
    await expect(startServer({ ...options, host: '192.0.2.1', token: 'secret' })).rejects.toMatchObject({ code: 'cannot-listen' });
  });

  it('lets a running request finish when it closes, and closes once', async () => {
    const questions = createFakeQuestions();
    let answer = (): void => {};
    const asked = new Promise<void>((resolveAsked) => {
      const slow = {
        ...questions,
        summary: async () => {
          resolveAsked();
          await new Promise<void>((resolve) => {
            answer = resolve;
          });
          return questions.summary();
        },
      };
      void start({ questions: () => slow }).then((server) => {
        response = fetch(`${server.url}api/v1/summary`, { headers: { Connection: 'close' } });
        closeIt = () => server.close();
      });
    });
    let response: Promise<Response> | undefined;
    let closeIt = (): Promise<void> => Promise.resolve();
    await asked;
    const closed = Promise.all([closeIt(), closeIt()]);
    answer();
    expect((await response)?.status).toBe(200);
    await closed;
  });

  it('frees its port', async () => {
    const server = await start({});
    await server.close();
    const again = createServer();
    await new Promise<void>((resolve) => again.listen(server.port, '127.0.0.1', resolve));
    expect((again.address() as AddressInfo).port).toBe(server.port);
    await new Promise((resolve) => again.close(resolve));
  });
});
