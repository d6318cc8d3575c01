/** The table of all routes. What is not here is not served; what is here is checked, documented and tested. */
import { createOpenApiDocument } from './openapi.ts';
import type { Route } from './route.ts';
import { cutRoutes } from './routes/cuts.ts';
import { cypherRoutes } from './routes/cypher.ts';
import { findingsRoutes } from './routes/findings.ts';
import { overviewRoutes } from './routes/overview.ts';
import { questionRoutes } from './routes/questions.ts';
import { reportRoutes } from './routes/reports.ts';
import { savedQueryRoutes } from './routes/saved-queries.ts';
import { createServiceRoutes } from './routes/service.ts';
import { snapshotRoutes } from './routes/snapshots.ts';

let document: ReturnType<typeof createOpenApiDocument> | undefined;

export const routes: readonly Route[] = [
  ...questionRoutes,
  ...overviewRoutes,
  ...cutRoutes,
  ...findingsRoutes,
  ...cypherRoutes,
  ...savedQueryRoutes,
  ...reportRoutes,
  ...snapshotRoutes,
  ...createServiceRoutes(openApiDocument),
];

/** The OpenAPI document of the table, made when it is first asked for. */
export function openApiDocument(): ReturnType<typeof createOpenApiDocument> {
  document ??= createOpenApiDocument(routes);
  return document;
}
