/** Every view in both themes, wide and narrow: nothing that axe finds, nothing wider than the window, whatever names are like. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { browserIsMissing } from '../support/browser.ts';
import { arns, createFakeQuestions } from '../support/fake-questions.ts';
import { looks, usePage } from '../support/page-fixture.ts';
import { sampleDesk } from '../support/sample-desk.ts';
import { answerSample, sampleQueries } from '../support/sample-queries.ts';

const prod = '300000000003';
const picture = (page: Page): Locator => page.getByRole('img', { name: /^Picture: / });

interface Scene {
  readonly name: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** What is there when all is there. */
  readonly ready: (page: Page) => Locator;
  /** What opens what the view keeps closed at first. */
  readonly press?: readonly string[];
}

const scenes: readonly Scene[] = [
  { name: 'start', parameters: {}, ready: (page) => page.getByText('3 questions asked') },
  {
    name: 'chains with a reason',
    parameters: { from: arns.alice, to: arns.admin, hopFrom: arns.pipeline, hopTo: arns.deploy },
    ready: (page) => page.getByText('Without this edge:'),
  },
  {
    name: 'reach',
    parameters: { to: arns.admin },
    press: ['What to cut to protect this role'],
    ready: (page) => page.getByText(/ of \d+ stopped/),
  },
  { name: 'surroundings of a hostile name', parameters: { node: arns.hostile }, ready: (page) => page.getByText('<i>platform</i>') },
  { name: 'no chain', parameters: { from: arns.bob, to: arns.admin }, ready: (page) => page.getByRole('heading', { name: 'Gates' }) },
  { name: 'map', parameters: { page: 'map' }, ready: picture },
  { name: 'between', parameters: { page: 'between', 'p.from': '200000000002', 'p.to': prod }, ready: picture },
  { name: 'questions', parameters: { page: 'queries' }, ready: (page) => page.getByText('4 saved questions') },
  {
    name: 'a question',
    parameters: { page: 'queries', query: 'outsiders' },
    ready: (page) => page.getByRole('button', { name: 'Chains from alice to admin' }),
  },
  { name: 'cypher', parameters: { page: 'cypher' }, ready: (page) => page.getByRole('textbox', { name: 'Cypher query' }) },
  { name: 'changes', parameters: { page: 'changes' }, ready: (page) => page.getByRole('heading', { name: 'Edges closed' }) },
];

describe.skipIf(browserIsMissing())('every view', () => {
  const on = usePage({ savedQueries: sampleQueries, snapshots: sampleDesk });
  const withAnswers = () => ({ ...createFakeQuestions(), cypher: answerSample });

  it.each(looks.flatMap((look) => scenes.map((scene) => ({ ...scene, ...look }))))(
    'is accessible and fits: $name, $theme at $width',
    async ({ parameters, ready, press = [], ...look }) => {
      on.questions = withAnswers();
      await on.openLook(look);
      await on.open(parameters);
      for (const text of press) await on.page.getByText(text).click();
      await ready(on.page).first().waitFor();
      await on.page.locator('.loading').first().waitFor({ state: 'detached' });
      await on.expectAccessible();
    },
  );

  // The editor is Cypher itself, and each saved question has its own.
  it.each(scenes.filter(({ name }) => !['cypher', 'questions', 'a question'].includes(name)))(
    'shows its Cypher: $name',
    async ({ parameters, ready }) => {
      on.questions = withAnswers();
      await on.openLook(looks[0]);
      await on.open(parameters);
      if (parameters['to'] !== arns.admin || parameters['from'] !== undefined) await ready(on.page).first().waitFor();
      const shown = on.page.getByRole('main').locator('details', { hasText: 'Cypher behind this view' }).last();
      await shown.locator('summary').click();
      await shown.getByRole('group', { name: 'Cypher' }).getByText('MATCH').waitFor();
    },
  );

  it.each([
    { what: '1,000 characters', name: `a${'x'.repeat(999)}` },
    { what: 'right-to-left marks', name: '\u202Eevil\u2067 role \u200F\u061C'.repeat(12) },
  ])('fits a phone with names of $what', async ({ name }) => {
    on.questions = renamed(name);
    await on.openLook(looks[3]);
    for (const { parameters, ready } of scenes.filter(({ name: scene }) =>
      ['start', 'reach', 'map', 'chains with a reason'].includes(scene),
    )) {
      await on.open(parameters);
      // A reach view is ready without what was pressed in it.
      await (parameters['to'] === arns.admin && parameters['from'] === undefined ? picture(on.page) : ready(on.page)).first().waitFor();
      expect({ parameters, wider: await on.page.evaluate('document.documentElement.scrollWidth - innerWidth') }).toEqual({
        parameters,
        wider: 0,
      });
    }
    expect(await on.page.locator('body').textContent()).not.toMatch(/[\u202E\u2067\u200F\u061C]/);
  });

  /** Every principal is called so, as an answer says it; ARNs stay what they are asked by. */
  function renamed(name: string) {
    const rename = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(rename);
      if (typeof value !== 'object' || value === null) return value;
      const fields = Object.fromEntries(Object.entries(value).map(([key, field]) => [key, rename(field)]));
      return 'arn' in fields && 'name' in fields ? { ...fields, name, accountName: fields['accountName'] && name } : fields;
    };
    const questions = withAnswers();
    const answered = Object.entries(questions).map(([key, member]: [string, unknown]) => [
      key,
      typeof member === 'function' && !['edges', 'describe', 'principalAccess'].includes(key)
        ? async (...given: unknown[]) => rename(await member(...given))
        : member,
    ]);
    return Object.fromEntries(answered) as ReturnType<typeof createFakeQuestions>;
  }

  it('begins with little script, and loads pictures, editor and layout when they are used', async () => {
    const folder = join(on.webRoot, 'assets');
    const index = await readFile(join(on.webRoot, 'index.html'), 'utf8');
    const initial = [...index.matchAll(/(?:src|href)="\/assets\/([^"]+\.js)"/g)].map((match) => match[1] ?? '');
    const sizeOf = async (names: readonly string[]): Promise<number> =>
      (await Promise.all(names.map(async (name) => gzipSync(await readFile(join(folder, name))).length))).reduce(
        (sum, size) => sum + size,
        0,
      );
    const later = (await readdir(folder)).filter((name) => name.endsWith('.js') && !initial.includes(name));
    expect(initial.length).toBeGreaterThan(0);
    expect(await sizeOf(initial)).toBeLessThan(100_000);
    expect(await sizeOf([...initial, ...later.filter((name) => name.startsWith('cytoscape.esm'))])).toBeLessThan(500_000);

    const asked = new Set<string>();
    on.page.on('request', (request) => asked.add(new URL(request.url()).pathname.split('/').at(-1) ?? ''));
    const chunk = (part: string): string => {
      const found = later.find((name) => name.startsWith(part));
      if (found === undefined) throw new Error(`No chunk is called ${part}: ${later.join(', ')}`);
      return found;
    };
    // What draws pictures is loaded ahead of the first one, when the start page has come to rest.
    const askedLater = (): string[] => later.filter((name) => asked.has(name) && name !== chunk('cytoscape.esm'));
    await on.open({});
    await on.page.getByRole('heading', { name: 'Ways in from outside' }).waitFor();
    expect(askedLater()).toEqual([]);
    await on.open({ to: arns.admin });
    await picture(on.page).waitFor();
    expect(askedLater()).toEqual([]);
    expect(asked.has(chunk('cytoscape.esm'))).toBe(true);
    await on.open({ page: 'cypher' });
    await on.page.getByRole('textbox', { name: 'Cypher query' }).waitFor();
    expect(asked.has(chunk('editor'))).toBe(true);
    await on.open({ page: 'map' });
    await picture(on.page).waitFor();
    expect(asked.has(chunk('cytoscape-fcose'))).toBe(true);
  });
});
