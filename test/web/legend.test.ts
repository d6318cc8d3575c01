/** The legend knows everything that the graph's schema can put into a picture. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeSpecs, relationshipSpecs } from '../../graph/schema.ts';
import { kindIcon } from '../../web/src/names.ts';
import { type LegendLine, legendEntries } from '../../web/src/picture/legend-entries.ts';

const web = join(import.meta.dirname, '..', '..', 'web');
const styles = readFileSync(join(web, 'src', 'styles', 'picture.css'), 'utf8');
const canvasStyles = readFileSync(join(web, 'src', 'picture', 'style.ts'), 'utf8');
const kinds = Object.entries(nodeSpecs.Principal.properties.kind.values);
const verdicts = Object.entries(relationshipSpecs.CAN_ASSUME.properties.verdict.values) as [LegendLine['look'], string][];
const crossings = relationshipSpecs.CAN_ASSUME.properties.crossAccount.values;

test.each(kinds)('%s has its words and an icon of its own', (kind, words) => {
  const { kinds: entries } = legendEntries({ edges: [], nodes: [{ principal: { kind } }, { principal: { kind } }] });
  expect(entries).toEqual([{ kind, text: words }]);
  expect(kindIcon(kind)).toBe(`/icons/${kind}.svg`);
  expect(existsSync(join(web, 'public', kindIcon(kind)))).toBe(true);
});

test.each(verdicts)('an edge that is %s has its words and a look of its own', (verdict, words) => {
  const { lines } = legendEntries({ edges: [{ verdict: verdict as 'allowed', crossAccount: false }], nodes: [] });
  expect(lines).toEqual([{ look: verdict, text: words }]);
  // The first one is what a line looks like when nothing else is said.
  if (verdict === verdicts[0]?.[0]) return;
  expect(styles).toContain(`.legend .line.${verdict} {`);
  expect(canvasStyles).toContain(`'edge.${verdict}'`);
});

test('an edge into another account is said beside its verdict, and one whose verdict nobody knows is not guessed', () => {
  const { lines } = legendEntries({ edges: [{ verdict: null, crossAccount: true }], nodes: [] });
  expect(lines).toEqual([{ look: 'cross', text: crossings.true }]);
  expect(styles).toContain('.legend .line.cross {');
});

test('what is not in the picture is not in its legend', () => {
  expect(legendEntries({ edges: [], nodes: [] })).toEqual({ lines: [], kinds: [] });
});
