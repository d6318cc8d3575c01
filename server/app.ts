/** Puts the Express app together: guards, API, health, and the built page. It holds no state and reads no environment. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';
import type { Questions } from '../queries/questions.ts';
import { limitGuessing, refuseOtherSites, requireLoopbackHost, requireToken } from './guards.ts';
import { securityHeaders } from './headers.ts';
import type { Log } from './log.ts';
import { problemHandler, ServerProblem } from './problems.ts';
import { createRoutes } from './routes.ts';

export interface AppOptions {
  /** The handle of the current snapshot at the time of the request; null while there is none. */
  readonly questions: () => Questions | null;
  /** Directory of the built page (`index.html`, `assets/`). */
  readonly webRoot: string;
  /** With it the API asks for the token and any host name is served; without it only loopback names are. */
  readonly token?: string | undefined;
  readonly log: Log;
}

export function createApp({ questions, webRoot, token, log }: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(logRequests(log), securityHeaders());
  if (token === undefined) app.use(requireLoopbackHost);

  app.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'live' });
  });
  app.get('/readyz', async (_request, response) => {
    const current = questions();
    if (current === null) throw new ServerProblem('no-snapshot', 'Run "rolepath ingest PATH" first.');
    const { snapshot } = await current.summary();
    response.set('Cache-Control', 'no-store').json({ status: 'ready', snapshot });
  });

  app.use(compression());
  app.use('/api', refuseOtherSites);
  if (token !== undefined) app.use('/api', limitGuessing(), requireToken(token));
  app.use('/api/v1', createRoutes(questions));
  app.use('/api', () => {
    throw new ServerProblem('not-found', 'The API begins at /api/v1.');
  });

  app.use('/assets', express.static(join(webRoot, 'assets'), { immutable: true, maxAge: '1y', index: false, redirect: false }));
  app.use(express.static(webRoot, { cacheControl: false, setHeaders: (response) => response.setHeader('Cache-Control', 'no-cache') }));
  app.use((request) => {
    if (request.path === '/' && !existsSync(join(webRoot, 'index.html')))
      throw new ServerProblem('page-not-built', 'Run "npm run build", then reload.');
    throw new ServerProblem('not-found', 'The explorer is at /.');
  });
  app.use(problemHandler(log));
  return app;
}

/** One line per request, without its parameters: they name principals. */
function logRequests(log: Log): RequestHandler {
  return (request, response, next) => {
    const start = performance.now();
    const path = request.path;
    response.on('close', () => {
      const fields = { method: request.method, path, status: response.statusCode, ms: Math.round(performance.now() - start) };
      if (response.statusCode >= 500) log.warn(fields, 'Request failed');
      else log.info(fields, 'Request');
    });
    next();
  };
}
