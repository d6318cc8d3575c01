/** A real browser on what people do with pictures and tables, on the map and with Cypher: in both themes, wide and narrow. */
import axe from 'axe-core';
import type { Browser, BrowserContext, Download, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nodeSpecs } from '../../graph/schema.ts';
import type { Questions } from '../../queries/questions.ts';
import { type RunningServer, startServer } from '../../server/start-server.ts';
import { browserIsMissing, launchBrowser } from '../support/browser.ts';
import { type BuiltPage, buildPage } from '../support/built-page.ts';
import { arns, createFakeQuestions } from '../support/fake-questions.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };
const prod = '300000000003';

describe.skipIf(browserIsMissing())('the workbench', () => {
  let built: BuiltPage;
  let browser: Browser;
  let server: RunningServer;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];
  let questions: Questions;

  beforeAll(async () => {
    built = await buildPage();
    browser = await launchBrowser();
    server = await startServer({ questions: () => questions, webRoot: built.webRoot, log, port: 0 });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await built?.remove();
  });
  beforeEach(async () => {
    questions = {
      ...createFakeQuestions(),
      cypher: async (text) => ({
        snapshot: 'fake-1',
        incomplete: false,
        truncated: false,
        cypher: text,
        columns: ['p', 'e', 'r', 'count'],
        rows: [
          [
            { _label: 'Principal', arn: arns.bob, kind: 'user', name: 'bob', accountId: '400000000004' },
            { _label: 'CAN_ASSUME', _from: arns.bob, _to: arns.hostile, verdict: 'allowed', requires: [], crossAccount: false },
            { _label: 'Principal', arn: arns.hostile, kind: 'role', name: '=<img src=x onerror=alert(1)>', accountId: '400000000004' },
            7,
          ],
        ],
      }),
    };
    complaints = [];
    await openContext({ viewport: { width: 1440, height: 900 } });
  });
  afterEach(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });

  async function openContext(options: Parameters<Browser['newContext']>[0]): Promise<void> {
    context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
    page = await context.newPage();
    page.setDefaultTimeout(45_000);
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
  }

  const open = (parameters: Record<string, string>, hash: Record<string, string> = {}) =>
    page.goto(`${server.url}?${new URLSearchParams(parameters)}#${new URLSearchParams(hash)}`);
  const picture = (pattern: RegExp) => page.getByRole('img', { name: pattern });

  async function save(button: string | RegExp, item: string): Promise<{ name: string; content: Buffer }> {
    await page.getByRole('button', { name: button }).click();
    const [file]: [Download, unknown] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: item }).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
    return { name: file.suggestedFilename(), content: Buffer.concat(chunks) };
  }

  it('expands a principal from its panel, and back takes it away', async () => {
    await open({ from: arns.alice, to: arns.audit, node: arns.audit });
    await picture(/^Picture: 2 principals, 1 edge/).waitFor();
    await page.getByRole('button', { name: 'Expand in the picture' }).click();
    await picture(/^Picture: 4 principals, 3 edges/).waitFor();
    expect(page.url()).toContain('#expand=');
    await page.reload();
    await picture(/^Picture: 4 principals/).waitFor();
    await page.goBack();
    await picture(/^Picture: 2 principals/).waitFor();
  });

  it('opens a menu with the keyboard and takes edits back', async () => {
    await open({ to: arns.admin }, { hide: arns.deploy });
    await page.getByText('Hidden by you: 1 thing.').waitFor();
    await page.getByRole('group', { name: /^Picture: arrow keys/ }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ContextMenu');
    await page.getByRole('menuitem', { name: 'As it was first drawn' }).waitFor();
    await page.keyboard.press('a');
    await page.keyboard.press('Enter');
    await page.getByText('Hidden by you').waitFor({ state: 'detached' });
  });

  it('completes Cypher with the words of the schema, and says what they mean', async () => {
    await open({ page: 'cypher' });
    const editor = page.getByRole('textbox', { name: 'Cypher query' });
    await editor.fill('');
    await editor.pressSequentially('MATCH (p:Princ');
    await page.getByRole('option', { name: 'Principal' }).waitFor();
    await page.getByText(nodeSpecs.Principal.description).waitFor();
    await editor.press('Escape');
    await editor.pressSequentially('ipal) RETURN p.verd');
    await page.getByText('CAN_ASSUME: When AWS lets it happen: allowed, conditional').waitFor();
  });

  it('saves the picture and the table, with names that are no formulas', async () => {
    await open({ node: arns.hostile });
    await picture(/^Picture/).waitFor();
    const svg = (await save('Save the picture', 'SVG drawing')).content.toString();
    expect(svg).toContain('&#60;img');
    expect(svg).not.toMatch(/<img|<script/);
    expect((await save('Save the picture', 'PNG image')).content.subarray(1, 4).toString()).toBe('PNG');
    await open({ from: arns.bob });
    const csv = await save('Save: Roles it can reach', 'CSV');
    expect(csv.name).toMatch(/^rolepath-[a-z0-9-]+\.csv$/);
    expect(csv.content.toString()).toMatch(/"'=<img|'=<img/);
    expect((await save('Save: Roles it can reach', 'Excel (XLSX)')).content.subarray(0, 2).toString()).toBe('PK');
  });

  it('narrows by what chains need, and leaves out on a second click', async () => {
    await open({ to: arns.admin });
    await page.getByText(/^Narrow these/).click();
    await page.getByRole('button', { name: /^User, / }).click();
    await page.getByText(/^Narrow: \d+ of/).waitFor();
    expect(await page.locator('tbody tr').count()).toBe(1);
    await page.getByRole('button', { name: /^User, / }).click();
    expect(new URL(page.url()).searchParams.getAll('kind')).toEqual(['-user']);
    expect(await page.locator('tbody th').allTextContents()).not.toContain('alice');
  });

  it('puts other names in place of the real ones, everywhere', async () => {
    await open({ from: arns.alice, to: arns.admin });
    await page.getByRole('heading', { level: 1, name: 'alice → admin' }).waitFor();
    await page.getByRole('button', { name: 'Redact names' }).click();
    await page.getByRole('heading', { level: 1, name: /user-\d+ → role-\d+/ }).waitFor();
    const text = (await page.locator('main').textContent()) ?? '';
    expect(text).not.toMatch(/alice|pipeline|acme|[1-4]00000000/);
  });

  it('opens a group of the map in place, and lists what a line stands for', async () => {
    await open({ page: 'map' });
    await page.getByRole('button', { name: 'Open acme-prod on the map' }).click();
    await picture(/^Picture: [^0]/).waitFor();
    expect(page.url()).toContain(`#open=${prod}`);
    await page.getByRole('button', { name: 'List the edges from acme-build to acme-prod' }).first().waitFor({ state: 'attached' });
    await open({ page: 'between', 'p.from': '200000000002', 'p.to': prod });
    await page.getByRole('heading', { level: 1, name: 'acme-build → acme-prod' }).waitFor();
    await page.getByRole('button', { name: 'Why from pipeline to deploy?' }).first().click();
    await page.getByRole('complementary').getByText('pipeline can assume deploy.').waitFor();
  });

  it('runs Cypher, draws and lists the answer, keeps the query', async () => {
    await open({ page: 'cypher' });
    await page.getByRole('button', { name: 'Run' }).click();
    await picture(/^Picture: 2 principals, 1 edge/).waitFor();
    expect(await page.locator('tbody td').allTextContents()).toContain('7');
    await page.getByRole('textbox', { name: 'Keep the query as' }).fill('mine');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'My queries' }).click();
    await page.getByRole('menuitem', { name: 'mine', exact: true }).waitFor();
    expect(page.url()).toContain('#text=MATCH');
  });

  const scenes = [
    { name: 'map', parameters: { page: 'map' }, ready: /^Picture: / },
    { name: 'between', parameters: { page: 'between', 'p.from': '200000000002', 'p.to': prod }, ready: /^Picture: / },
    { name: 'cypher', parameters: { page: 'cypher' }, ready: null },
  ] as const;
  const views = [
    { theme: 'light', width: 1440, height: 900 },
    { theme: 'dark', width: 390, height: 844 },
  ] as const;
  it.each(views.flatMap((view) => scenes.map((scene) => ({ ...view, ...scene }))))(
    'is accessible and fits: $name, $theme at $width',
    async ({ theme, width, height, parameters, ready }) => {
      await context.close();
      await openContext({ viewport: { width, height }, colorScheme: theme });
      await open(parameters as unknown as Record<string, string>);
      await (ready === null ? page.getByRole('textbox', { name: 'Cypher query' }) : picture(ready)).waitFor();
      await page.evaluate(axe.source);
      const { violations } = (await page.evaluate(
        'axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })',
      )) as { violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] };
      expect(
        violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`) })),
      ).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    },
  );
});
