/** Response headers that keep the page from running or loading anything but its own files. */
import type { RequestHandler } from 'express';
import helmet from 'helmet';

const ownFilesOnly = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  connectSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

/** Nothing inline, nothing from elsewhere, no HTML from strings: a name in the data can never become code. */
export const securityHeaders = (): RequestHandler =>
  headersWith({ ...ownFilesOnly, requireTrustedTypesFor: ["'script'"], trustedTypes: ["'none'"] });

/**
 * For the viewer of the API's document, whose library makes HTML of that document's texts and has its pictures as data: addresses. Nothing
 * inline and nothing from elsewhere runs there either.
 */
export const viewerHeaders = (): RequestHandler => headersWith({ ...ownFilesOnly, imgSrc: ["'self'", 'data:'] });

function headersWith(directives: Readonly<Record<string, string[]>>): RequestHandler {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    // Plain HTTP on the loopback address: a promise of HTTPS would lock people out of other local services.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
}
