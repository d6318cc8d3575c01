/** The Cypher that asks for what the map shows. */
import type { CypherDialect } from './cypher-dialect.ts';
import type { Grouping } from './overview-answer.ts';
import { externalAccounts, type Place } from './places.ts';

/** Rows: fromPlace, toPlace, edges, unconditional; what has no account counts under its kind. */
export function overviewCypher(grouping: Grouping): string {
  const [match, from, to] =
    grouping === 'account'
      ? ['', placeOf('source', 'source.accountId'), placeOf('role', 'role.accountId')]
      : [
          'OPTIONAL MATCH (source)-[:IN_ACCOUNT]->(sourceAccount:Account)\nOPTIONAL MATCH (role)-[:IN_ACCOUNT]->(roleAccount:Account)\n',
          placeOf('source', 'sourceAccount.unitPath'),
          placeOf('role', 'roleAccount.unitPath'),
        ];
  return [
    'MATCH (source:Principal)-[edge:CAN_ASSUME]->(role:Principal)',
    `${match}RETURN ${from} AS fromPlace, ${to} AS toPlace,`,
    "  count(*) AS edges, sum(CASE WHEN edge.verdict = 'allowed' THEN 1 ELSE 0 END) AS unconditional",
    'ORDER BY edges DESC LIMIT 1500',
  ].join('\n');
}

const placeOf = (name: string, place: string): string =>
  `CASE WHEN ${name}.kind IN ['user', 'role', 'group', 'root', 'external-account'] THEN ${place} ELSE ${name}.kind END`;

/** Rows: source, edge, role. */
export function betweenCypher({ quote }: CypherDialect, from: Place, to: Place): string {
  return [
    'MATCH (source:Principal)-[edge:CAN_ASSUME]->(role:Principal)',
    `WHERE ${within(quote, 'source', from)} AND ${within(quote, 'role', to)}`,
    'RETURN source, edge, role',
  ].join('\n');
}

const kindsOf: Readonly<Record<string, readonly string[]>> = {
  services: ['service'],
  providers: ['saml-provider', 'oidc-provider', 'federated-subject', 'identity-center-user', 'identity-center-group'],
  anyone: ['anyone'],
};

function within(quote: CypherDialect['quote'], name: string, { id, kind }: Place): string {
  const kinds = kindsOf[id];
  if (kinds !== undefined) return `${name}.kind IN [${kinds.map(quote).join(', ')}]`;
  const outsiders = Object.values(kindsOf).flat().map(quote).join(', ');
  const inside = `NOT ${name}.kind IN [${outsiders}]`;
  if (kind === 'unit')
    return `${inside} AND EXISTS { MATCH (${name})-[:IN_ACCOUNT]->(:Account {unitPath: ${quote(id.slice('unit:'.length))}}) }`;
  if (id === externalAccounts.id) {
    const member = `(${name})-[:IN_ACCOUNT]->(account:Account)`;
    return `${inside} AND ${name}.accountId <> '' AND NOT EXISTS { MATCH ${member} WHERE account.inOrganization OR account.collected }`;
  }
  return `${inside} AND ${name}.accountId = ${quote(id === 'elsewhere' ? '' : id)}`;
}
