/**
 * Who may ask. Without a token only this machine's own browser pages and programs may: a foreign Host header is DNS
 * rebinding, a foreign Origin is another site's script. With a token, whoever has it.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { sendProblem } from './problems.ts';

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

/** True for names and addresses that only this machine can reach. */
export const isLoopback = (host: string): boolean => loopbackNames.has(host.toLowerCase());

/** Refuses a Host header that does not name this machine; the port is free, as tunnels may change it. */
export const requireLoopbackHost: RequestHandler = (request, response, next) => {
  const name = (request.headers.host ?? '').replace(/:\d+$/, '');
  if (isLoopback(name)) next();
  else
    sendProblem(
      response,
      'host-refused',
      'Open Rolepath as http://localhost or http://127.0.0.1, or start it with a token to serve other names.',
    );
};

/** Refuses requests that a page of another origin makes; programs send neither header. */
export const refuseOtherSites: RequestHandler = (request, response, next) => {
  const site = request.headers['sec-fetch-site'];
  const origin = request.headers.origin;
  const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  const foreignOrigin = origin !== undefined && hostOf(origin) !== request.headers.host;
  if (foreignSite || foreignOrigin) sendProblem(response, 'cross-site-refused', "Use Rolepath's own page, or a program.");
  else next();
};

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}

/** Asks for `Authorization: Bearer <token>`. Digests are compared, so that time tells neither content nor length. */
export function requireToken(token: string): RequestHandler {
  const expected = digest(token);
  return (request, response, next) => {
    const given = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (given !== undefined && timingSafeEqual(digest(given), expected)) return next();
    response.set('WWW-Authenticate', 'Bearer realm="rolepath"');
    sendProblem(response, 'token-required', 'Send the token that the server was started with as "Authorization: Bearer <token>".');
  };
}

/** Slows down guessing: 30 wrong tokens a minute from one address, then none for the rest of it. */
export function limitGuessing(): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: 30,
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_request, response) => response.statusCode !== 401,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, response) => sendProblem(response, 'too-many-attempts', 'Wait a minute and send the right token.'),
  });
}

/** For servers that others reach: so many requests a minute from one address, whoever it is. */
export function limitRequests(perMinute: number): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, response) => sendProblem(response, 'too-many-requests', 'Wait for the time that Retry-After says.'),
  });
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
