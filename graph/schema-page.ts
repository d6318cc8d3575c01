/** Renders docs/generated/schema.md, so that the page people read is the schema that is stored. */
import type { NodeSpec, PropertySpec, RelationshipSpec } from './schema.ts';
import { nodeSpecs, relationshipSpecs } from './schema.ts';
import { schemaHash } from './schema-hash.ts';

/** The whole page as Markdown, ending with a newline. The same schema always gives the same text. */
export function renderSchemaPage(): string {
  return [
    '# The graph',
    '',
    'Generated from `graph/schema.ts`; do not edit by hand.',
    '',
    `A property is never null: absent text is empty, an absent number is -1. Shape: \`${schemaHash}\`.`,
    '',
    '## Nodes',
    ...Object.entries(nodeSpecs).flatMap(([label, spec]) => renderNode(label, spec)),
    '',
    '## Relationships',
    ...Object.entries(relationshipSpecs).flatMap(([type, spec]) => renderRelationship(type, spec)),
    '',
  ].join('\n');
}

function renderNode(label: string, spec: NodeSpec): string[] {
  return ['', `### ${label}`, '', escapeText(spec.description), `Key: \`${spec.key}\`.`, '', ...renderProperties(spec.properties)];
}

function renderRelationship(type: string, spec: RelationshipSpec): string[] {
  const patterns = spec.endpoints.map(([from, to]) => `- \`(:${from})-[:${type}]->(:${to})\``);
  const properties = renderProperties(spec.properties);
  return ['', `### ${type}`, '', escapeText(spec.description), '', ...patterns, ...(properties.length > 0 ? ['', ...properties] : [])];
}

function renderProperties(properties: Readonly<Record<string, PropertySpec>>): string[] {
  const rows = Object.entries(properties).map(
    ([name, { type, source, description, values }]) =>
      `| \`${name}\` | ${escapeText(type)} | ${escapeText(description)}${renderValues(values)} | ${escapeText(source)} |`,
  );
  return rows.length === 0 ? [] : ['| property | type | what it is | where it comes from |', '|---|---|---|---|', ...rows];
}

const renderValues = (values: PropertySpec['values'] = {}): string =>
  Object.entries(values)
    .map(([value, words], index) => `${index === 0 ? ': ' : ', '}\`${value}\` (${escapeText(words)})`)
    .join('');

/** Keeps text from being read as Markdown or HTML, or from ending a table cell. */
function escapeText(text: string): string {
  return text.replace(/[\\|<>*_[\]]/g, (character) => `\\${character}`);
}
