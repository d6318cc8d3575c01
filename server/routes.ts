/** The read-only API under /api/v1. A handler parses, asks and replies; all meaning is in queries/. */

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Response, Router } from 'express';
import type { Edge, Envelope } from '../queries/answers.ts';
import type { Questions } from '../queries/questions.ts';
import {
  explainParameters,
  given,
  neighboursParameters,
  noParameters,
  pathsParameters,
  principalParameters,
  reachParameters,
  searchParameters,
} from './parameters.ts';
import { ServerProblem } from './problems.ts';

/** `questions` gives the handle of the current snapshot, or null while there is none. */
export function createRoutes(questions: () => Questions | null): Router {
  const ask = (): Questions => {
    const current = questions();
    if (current === null) throw new ServerProblem('no-snapshot', 'Run "rolepath ingest PATH" first.');
    return current;
  };
  const router = Router();

  router.get('/summary', async (request, response) => {
    noParameters.parse(request.query);
    reply(response, await ask().summary());
  });
  router.get('/search', async (request, response) => {
    const { q, ...options } = searchParameters.parse(request.query);
    reply(response, await ask().search(q, given(options)));
  });
  router.get('/principal', async (request, response) => {
    reply(response, await ask().principal(principalParameters.parse(request.query).name));
  });
  router.get('/neighbours', async (request, response) => {
    const { name, ...options } = neighboursParameters.parse(request.query);
    reply(response, await ask().neighbours(name, given(options)));
  });
  router.get('/reach', async (request, response) => {
    const { from, to, ...options } = reachParameters.parse(request.query);
    reply(response, from === undefined ? await ask().reachTo(to ?? '', given(options)) : await ask().reachFrom(from, given(options)));
  });
  router.get('/paths', async (request, response) => {
    const { from, to, ...options } = pathsParameters.parse(request.query);
    reply(response, await ask().paths(from, to, given(options)));
  });
  router.get('/explain', async (request, response) => {
    const { from, to } = explainParameters.parse(request.query);
    reply(response, await ask().explain(from, to));
  });
  router.get('/edges', async (request, response) => {
    noParameters.parse(request.query);
    const lines = Readable.from(edgeLines(ask().edges()));
    response.set('Cache-Control', 'no-store').type('application/jsonl');
    await pipeline(lines, response).catch((error: unknown) => {
      if (!isDisconnect(error)) throw error;
    });
  });
  router.all('/{*any}', (request) => {
    if (request.method === 'GET' || request.method === 'HEAD') throw new ServerProblem('not-found', 'The API has no such question.');
    throw new ServerProblem('method-not-allowed', 'Rolepath answers GET requests only.');
  });
  return router;
}

/** A snapshot never changes, so its id is all that an ETag needs; `run` keeps answers of another Rolepath version apart. */
const run = Date.now().toString(36);

function reply(response: Response, answer: Envelope): void {
  response
    .set('ETag', `W/"${encodeURIComponent(answer.snapshot)}.${run}"`)
    .set('Cache-Control', 'private, no-cache')
    .json(answer);
}

/** Edges as JSON lines, some hundred to a chunk. */
function* edgeLines(edges: Iterable<Edge>): Generator<string> {
  let chunk = '';
  for (const edge of edges) {
    chunk += `${JSON.stringify(edge)}\n`;
    if (chunk.length > 64 * 1024) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}

const isDisconnect = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ERR_STREAM_PREMATURE_CLOSE' || error.code === 'ECONNRESET' || error.code === 'EPIPE');
