/** Puts the Express app together: guards, API, health, and the built page. It holds no state and reads no environment. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';
import { limitGuessing, limitRequests, refuseOtherSites, requireLoopbackHost, requireToken } from './guards.ts';
import { securityHeaders, viewerHeaders } from './headers.ts';
import type { Log } from './log.ts';
import { mountRoutes } from './mount-routes.ts';
import { problemHandler, ServerProblem } from './problems.ts';
import type { RouteServices } from './route.ts';
import { routes } from './routes.ts';

export interface AppOptions extends RouteServices {
  /** Directory of the built page (`index.html`, `assets/`). */
  readonly webRoot: string;
  /** With it the API asks for the token and any host name is served; without it only loopback names are. */
  readonly token?: string | undefined;
  /** Requests that one address may make a minute where a token is asked for; 6000 unless given. This machine's own may make any number. */
  readonly requestsPerMinute?: number;
  readonly log: Log;
}

export function createApp({ webRoot, token, requestsPerMinute = 6000, log, ...services }: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(logRequests(log), securityHeaders());
  if (token === undefined) app.use(requireLoopbackHost);

  app.use(compression());
  app.use('/api', refuseOtherSites);
  if (token !== undefined) app.use('/api', limitRequests(requestsPerMinute));
  mountRoutes(app, routes, services, token === undefined ? [] : [limitGuessing(), requireToken(token)]);
  app.use('/api', () => {
    throw new ServerProblem('not-found', 'The API has no such question; /api/v1/openapi.json lists what there is.');
  });

  app.use('/api-docs', viewerHeaders());
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
