/** Serves the table of routes with Express: parameters checked, one snapshot per request, ETags, downloads, cancelling. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import type { Questions } from '../queries/questions.ts';
import { ServerProblem, sendProblem } from './problems.ts';
import type { Download, Route, RouteContext, RouteInput, RouteServices } from './route.ts';

/**
 * Adds every route to the app; `guards` stand before those that are not open. A path of the table that is asked with a method it does
 * not have answers 405.
 */
export function mountRoutes(app: Express, routes: readonly Route[], services: RouteServices, guards: readonly RequestHandler[]): void {
  for (const route of routes) {
    const readBody = route.body === undefined ? [] : [requireJson, express.json({ limit: route.bodyLimit ?? 64 * 1024 })];
    app[route.method](expressPath(route.path), ...(route.open === true ? [] : guards), ...readBody, serve(route, services));
  }
  app.use(refuseOtherMethods(routes));
}

/** Whatever comes here was taken by no route. If the path is one of the table, the method is what was wrong. */
function refuseOtherMethods(routes: readonly Route[]): RequestHandler {
  const known = routes.map(({ method, path }) => ({ method: method.toUpperCase(), pattern: pathPattern(path) }));
  return (request, response, next) => {
    const methods = known.filter(({ pattern }) => pattern.test(request.path)).map(({ method }) => method);
    if (methods.length === 0) return next();
    const allowed = (methods.includes('GET') ? [...methods, 'HEAD'] : methods).join(', ');
    response.set('Allow', allowed);
    sendProblem(response, 'method-not-allowed', `It takes ${allowed}.`);
  };
}

const pathPattern = (path: string): RegExp => new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}/?$`, 'i');
const expressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

const requireJson: RequestHandler = (request, response, next) => {
  if (request.is('application/json') === false || request.is('application/json') === null)
    sendProblem(response, 'unsupported-media-type', 'Send the body with "Content-Type: application/json".');
  else next();
};

function serve(route: Route, services: RouteServices): RequestHandler {
  return async (request, response) => {
    const input = {
      query: route.query.parse(request.query),
      path: route.pathParameters?.parse(request.params) ?? {},
      body: route.body?.parse(request.body),
    };
    const releases: (() => void)[] = [];
    try {
      await answer(
        route,
        createContext(services, response, (release) => void releases.push(release)),
        input,
        request,
        response,
      );
    } finally {
      for (const release of releases) release();
    }
  };
}

async function answer(
  route: Route,
  context: RouteContext,
  input: RouteInput<unknown, unknown, unknown>,
  request: Request,
  response: Response,
): Promise<void> {
  const { answer: promised } = route;
  if (promised.kind === 'stream') return await sendDownload(request, response, (await route.handle(context, input)) as Download);
  if (promised.cache === 'snapshot' && isStillCurrent(request, response, context.questions())) return;
  const body = await route.handle(context, input);
  if (response.destroyed) return;
  if (promised.cache === 'none') response.set('Cache-Control', 'no-store');
  if ('next' in body && typeof body.next === 'number') response.links({ next: nextAddress(request.originalUrl, body.next) });
  response.json(body);
}

/** RFC 8288: whoever follows the links sees all pages. */
function nextAddress(address: string, offset: number): string {
  const { pathname, searchParams } = new URL(address, 'http://localhost');
  searchParams.set('offset', String(offset));
  return `${pathname}?${searchParams}`;
}

/** @param hold is given what to call when the request is over */
function createContext(services: RouteServices, response: Response, hold: (release: () => void) => void): RouteContext {
  const gone = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  let asked: Questions | null = null;
  return {
    services,
    signal: gone.signal,
    questions() {
      asked ??= services.questions(hold);
      if (asked === null) throw new ServerProblem('no-snapshot', 'Run "rolepath ingest PATH" first.');
      return asked;
    },
  };
}

/** A snapshot never changes, so its id is all that an ETag needs; `run` keeps answers of another Rolepath version apart. */
const run = Date.now().toString(36);

/** Sets the ETag. If the client has that answer already, says so and leaves the question unasked. */
function isStillCurrent(request: Request, response: Response, { snapshot }: Questions): boolean {
  response.set('ETag', `W/"${encodeURIComponent(snapshot)}.${run}"`).set('Cache-Control', 'private, no-cache');
  if (!request.fresh) return false;
  response.status(304).end();
  return true;
}

async function sendDownload(request: Request, response: Response, { mediaType, fileName, content }: Download): Promise<void> {
  const portions = toAsync(content);
  // What fails before the first portion can still be answered as a problem.
  const first = request.method === 'HEAD' ? null : await portions.next();
  response.set('Cache-Control', 'no-store').type(mediaType);
  if (fileName !== undefined) response.set('Content-Disposition', `attachment; filename="${fileName}"`);
  if (first === null || first.done === true) {
    response.end();
    return;
  }
  await pipeline(Readable.from(startingWith(first.value, portions)), response).catch((error: unknown) => {
    if (!isDisconnect(error)) throw error;
  });
}

async function* toAsync<T>(content: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  yield* content;
}

async function* startingWith<T>(first: T, others: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  yield first;
  yield* others;
}

const isDisconnect = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ERR_STREAM_PREMATURE_CLOSE' || error.code === 'ECONNRESET' || error.code === 'EPIPE');
