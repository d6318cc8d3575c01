/** The schema as data: what every part that is derived from it relies on. */
import { describe, expect, test } from 'vitest';
import { type NodeSpec, nodeSpecs, type RelationshipSpec, relationshipSpecs } from '../../graph/schema.ts';
import { schemaHash } from '../../graph/schema-hash.ts';
import { renderSchemaPage } from '../../graph/schema-page.ts';

const nodes: [string, NodeSpec][] = Object.entries(nodeSpecs);
const relationships: [string, RelationshipSpec][] = Object.entries(relationshipSpecs);

test.each(nodes)('%s has its key among its properties, as text', (_, spec) => {
  expect(spec.properties[spec.key]?.type).toBe('STRING');
});

test.each([...nodes, ...relationships])('%s says what it and each of its properties is and where it comes from', (_, spec) => {
  expect(spec.description).not.toBe('');
  for (const { source, description } of Object.values(spec.properties)) expect([source, description]).not.toContain('');
});

test.each([...nodes, ...relationships])('%s keeps names that begin with an underscore free for rows', (_, spec) => {
  expect(Object.keys(spec.properties).filter((name) => name.startsWith('_'))).toEqual([]);
});

test('values that are limited have words that tell them apart', () => {
  const limited = [...nodes, ...relationships].flatMap(([, spec]) =>
    Object.values(spec.properties).flatMap(({ values }) => (values === undefined ? [] : [values])),
  );
  expect(limited.length).toBeGreaterThan(2);
  for (const values of limited) {
    const words = Object.values(values);
    expect(words).not.toContain('');
    expect(new Set(words).size).toBe(words.length);
  }
});

describe('the page', () => {
  const page = renderSchemaPage();

  test.each([...nodes, ...relationships])('has %s with all its properties', (name, spec) => {
    const section = page.slice(page.indexOf(`\n### ${name}\n`)).split('\n### ')[1] ?? '';
    for (const property of Object.keys(spec.properties)) expect(section).toContain(`| \`${property}\` |`);
  });

  test.each([...nodes, ...relationships])('has every value that the properties of %s are limited to', (name, spec) => {
    const section = page.slice(page.indexOf(`\n### ${name}\n`)).split('\n### ')[1] ?? '';
    for (const { values = {} } of Object.values(spec.properties)) {
      for (const [value, words] of Object.entries(values)) expect(section).toContain(`\`${value}\` (${words})`);
    }
  });

  test('names the shape', () => {
    expect(schemaHash).toMatch(/^[0-9a-f]{16}$/);
    expect(page).toContain(schemaHash);
  });

  test('keeps every table row to its four cells', () => {
    for (const line of page.split('\n').filter((text) => text.startsWith('|'))) expect(line.split(/(?<!\\)\|/).length).toBe(6);
  });
});
