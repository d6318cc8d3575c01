/** The AccessGraph of files, as an ingest makes it, without a snapshot. */
import { fileURLToPath } from 'node:url';
import type { AccessGraph } from '../../graph/access-graph.ts';
import { buildAccessGraph } from '../../ingest/build-access-graph.ts';
import { deriveEdges } from '../../ingest/derive/derive-edges.ts';
import { readHighValue } from '../../ingest/facts/high-value.ts';
import { derivePrincipalFacts } from '../../ingest/facts/principal-facts.ts';
import { readOrganization } from '../../ingest/index.ts';

export const exampleDirectory: string = fileURLToPath(new URL('../../examples/acme', import.meta.url));

export async function graphOfFiles(path: string): Promise<AccessGraph> {
  const { organization } = await readOrganization([path]);
  const derived = deriveEdges(organization);
  return buildAccessGraph(organization, derived, derivePrincipalFacts(organization, derived, readHighValue([])));
}
