/** A real browser on the real server: what people do on the page, and what must never happen there. */

import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { StoreError } from '../../graph/store.ts';
import { QueryError, type Questions } from '../../queries/questions.ts';
import { type RunningServer, startServer } from '../../server/start-server.ts';
import { browserIsMissing, launchBrowser } from '../support/browser.ts';
import { type BuiltPage, buildPage } from '../support/built-page.ts';
import { arns, createFakeQuestions, hostileName } from '../support/fake-questions.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };

describe.skipIf(browserIsMissing())('the page', () => {
  let built: BuiltPage;
  let browser: Browser;
  let server: RunningServer;
  let context: BrowserContext;
  let page: Page;
  /** What the browser complained of; every test must leave it empty or take out what it expects. */
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
    questions = createFakeQuestions();
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
    page.setDefaultTimeout(10_000);
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => {
      complaints.push(`A dialog opened: ${dialog.message()}`);
      void dialog.dismiss();
    });
  }

  const address = (parameters: Record<string, string>): string => `${server.url}?${new URLSearchParams(parameters)}`;
  const heading = () => page.getByRole('heading', { level: 1 });
  const panel = () => page.getByRole('complementary');

  /** The browser reports every answer of 4xx and 5xx as a console error: a test that asks for one takes it out. */
  function expectRefusal(status: number): void {
    expect(complaints.length).toBeGreaterThan(0);
    expect(complaints.every((text) => text.includes(`status of ${status}`))).toBe(true);
    complaints = [];
  }

  it('shows the organization at a glance', async () => {
    await page.goto(server.url);
    await page.getByRole('heading', { name: 'Ways in from outside' }).waitFor();
    await page.getByRole('button', { name: /anyone.*1 role.*unconditionally/ }).waitFor();
    await page
      .getByRole('cell')
      .getByRole('button', { name: / to .*: *2\b/ })
      .first()
      .waitFor();
    expect(await page.getByText('The boundary policy is not in the data.').isVisible()).toBe(true);
  });

  it('searches with the keyboard and opens what is picked', async () => {
    await page.goto(server.url);
    await heading().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('role:dep');
    await page.getByRole('option', { name: /deploy/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'deploy' }).waitFor();
    expect(new URL(page.url()).searchParams.get('node')).toBe(arns.deploy);
    await panel().getByText('AROAEXAMPLE').waitFor();
  });

  it('says that a search finds nothing', async () => {
    await page.goto(server.url);
    await page.getByRole('combobox', { name: 'Search' }).fill('nobody-has-this-name');
    await page.getByText('Nothing is called “nobody-has-this-name”.').waitFor();
  });

  it('finds the chains from one to another, reads a reason, and goes back', async () => {
    await page.goto(server.url);
    await page.getByRole('combobox', { name: 'From' }).fill('alice');
    await page.getByRole('option', { name: /alice/ }).click();
    await page.getByRole('heading', { level: 1, name: 'What can alice reach?' }).waitFor();
    await page.getByRole('combobox', { name: 'To', exact: true }).fill('admin');
    await page.getByRole('option', { name: /admin/ }).click();
    await page.getByRole('heading', { level: 1, name: 'alice → admin' }).waitFor();
    await page.getByRole('heading', { name: 'Chain 2' }).waitFor();
    expect(await page.getByRole('img', { name: /^Picture: 5 principals, 5 edges/ }).isVisible()).toBe(true);

    await page.getByRole('button', { name: 'Why hop 2, pipeline to deploy, needs ExternalId?' }).first().click();
    await panel().getByText('pipeline can assume deploy.').waitFor();
    expect(await panel().getByText('Up to the caller').isVisible()).toBe(true);
    expect(await panel().getByText('acme-7781').isVisible()).toBe(true);
    const marked = (await panel().locator('mark').allTextContents()).join('\n');
    expect(marked).toContain('"Sid": "Trusted"');
    expect(marked).not.toContain('Unrelated');

    await page.keyboard.press('Escape');
    await panel().waitFor({ state: 'detached' });
    await page.goBack();
    await panel().getByText('pipeline can assume deploy.').waitFor();
    await page.goBack();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'What can alice reach?' }).waitFor();
    await page.goForward();
    await page.getByRole('heading', { level: 1, name: 'alice → admin' }).waitFor();
  });

  it('opens the details of a card that is clicked in the picture', async () => {
    await page.goto(address({ from: arns.alice, to: arns.audit }));
    const canvas = page.getByRole('img', { name: /^Picture/ });
    const box = await canvas.boundingBox();
    if (box === null) throw new Error('The picture has no place');
    // One hop: a card at either end, in the middle of the height but for the account titles above them.
    for (const part of [0.36, 0.38, 0.4, 0.42, 0.44]) {
      await page.mouse.click(box.x + box.width * part, box.y + box.height * 0.54);
      if ((await panel().count()) > 0) break;
    }
    await panel().waitFor();
    expect(new URL(page.url()).searchParams.get('node')).toBe(arns.alice);
  });

  it('lists who can reach a role, sorts, filters, and shows one chain', async () => {
    await page.goto(address({ to: arns.admin }));
    await page.getByRole('heading', { level: 1, name: 'Who can reach admin?' }).waitFor();
    const names = () => page.locator('tbody th .principal-text > .name').allTextContents();
    expect((await names())[0]).toBe('deploy');
    await page.getByRole('button', { name: 'Hops' }).click();
    await page.getByRole('button', { name: /^Hops/ }).click();
    expect((await names()).at(-1)).toMatch(/deploy|AWSReserved/);
    await page.getByRole('searchbox', { name: 'Filter the table' }).fill('source ip');
    expect(await names()).toEqual(expect.arrayContaining(['audit']));
    expect(await names()).not.toContain('deploy');
    await page.getByRole('button', { name: 'Draw alone: chain of audit' }).click();
    await page.getByRole('img', { name: /^Picture: 3 principals, 2 edges/ }).waitFor();
    expect(new URL(page.url()).searchParams.has('picked')).toBe(true);
    await page.getByRole('button', { name: 'All chains from audit' }).click();
    await page.getByRole('heading', { level: 1, name: 'audit → admin' }).waitFor();
  });

  it('keeps the filters in the address', async () => {
    await page.goto(address({ to: arns.admin }));
    await page.getByRole('checkbox', { name: 'unconditional' }).check();
    await page.getByText('2 principals in 1 account').waitFor();
    expect(page.url()).toContain('unconditional=true');
    await page.reload();
    expect(await page.getByRole('checkbox', { name: 'unconditional' }).isChecked()).toBe(true);
  });

  it('says why there is no chain', async () => {
    await page.goto(address({ from: arns.bob, to: arns.admin }));
    await page.getByRole('heading', { name: 'No chain within 8 hops' }).waitFor();
    await page.getByRole('heading', { name: 'Why not directly?' }).waitFor();
    await page.getByText('No statement of the trust policy names bob.').waitFor();
    await page.getByRole('button', { name: 'Who can reach the role' }).click();
    await page.getByRole('heading', { level: 1, name: 'Who can reach admin?' }).waitFor();
  });

  it('says that nobody is reached', async () => {
    await page.goto(address({ from: arns.admin }));
    await page.getByRole('heading', { name: 'It can reach no role' }).waitFor();
  });

  it('shows the Cypher and copies it', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(address({ from: arns.alice, to: arns.admin }));
    await page.getByText('Cypher behind this view').click();
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toContain('MATCH p = ');
  });

  it('asks which principal is meant', async () => {
    await page.goto(address({ to: 'role/' }));
    await page.getByText('Did you mean:').waitFor();
    expectRefusal(409);
    await page.getByRole('alert').getByRole('button', { name: /audit/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Who can reach audit?' }).waitFor();
  });

  it('shows an error of the server and tries again', async () => {
    const working = questions;
    questions = { ...working, paths: () => Promise.reject(new StoreError('store-unavailable', 'The database is being restarted.')) };
    await page.goto(address({ from: arns.alice, to: arns.admin }));
    await page.getByRole('alert').getByText('The database is being restarted.').waitFor();
    expectRefusal(503);
    questions = working;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { level: 1, name: 'alice → admin' }).waitFor();
  });

  it('shows that the server is gone', async () => {
    await page.goto(server.url);
    await page.getByRole('heading', { name: 'Ways in from outside' }).waitFor();
    await context.setOffline(true);
    await page.getByRole('button', { name: /anyone.*1 role/ }).click();
    await page.getByRole('alert').getByText('Rolepath does not answer').waitFor();
    expect(complaints.every((text) => text.includes('ERR_INTERNET_DISCONNECTED'))).toBe(true);
    complaints = [];
  });

  it('says what a limit cut', async () => {
    questions = { ...questions, reachTo: async (name) => ({ ...(await createFakeQuestions().reachTo(name, { limit: 3 })) }) };
    await page.goto(address({ to: arns.admin }));
    await page.getByText('Cut: 3 of 7 rows are shown.').waitFor();
  });

  it('draws a part of what is too much, and says so', async () => {
    const fake = createFakeQuestions();
    questions = {
      ...questions,
      reachTo: async (name) => {
        const answer = await fake.reachTo(name);
        const [row] = answer.rows;
        if (row === undefined) throw new QueryError('unknown-principal', name);
        const rows = Array.from({ length: 900 }, (_, index) => {
          const arn = `arn:aws:iam::300000000003:role/many-${index}`;
          return { ...row, principal: { ...row.principal, arn, name: `many-${index}` }, chain: [arn, answer.of.arn] };
        });
        return { ...answer, rows, total: rows.length, edges: [] };
      },
    };
    await page.goto(address({ to: arns.admin }));
    await page.getByText(/900 principals are drawn as counts by account/).waitFor();
    await page.getByRole('button', { name: 'Show 200 more of 700' }).click();
    expect(await page.locator('tbody tr').count()).toBe(400);
  });

  it('runs nothing that a name holds, and shows hidden characters', async () => {
    await page.goto(address({ from: arns.bob, to: arns.hostile, node: arns.hostile, hopFrom: arns.bob, hopTo: arns.hostile }));
    await panel().getByText('The trust policy names bob.').waitFor();
    await page.goto(address({ node: arns.hostile }));
    await panel().getByText('<i>platform</i>').waitFor();
    const text = (await heading().textContent()) ?? '';
    expect(text).toContain('<img src=x onerror=alert(1)>');
    expect(text).toContain('⟨U+202E⟩');
    expect(text).toContain('⟨U+0007⟩');
    expect(text).not.toContain('\u202E');
    await page.getByRole('combobox', { name: 'Search' }).fill('onerror');
    await page.getByRole('option').first().waitFor();
    await page.getByRole('combobox', { name: 'From' }).fill(hostileName);
    await page.keyboard.press('Enter');
    await page
      .getByRole('heading', { level: 1, name: /What can/ })
      .or(page.getByRole('heading', { name: 'It can reach no role' }))
      .first()
      .waitFor();
    expect(await page.locator('img[src="x"], main i, main b:not(.name)').count()).toBe(0);
  });

  it('asks for the token and keeps it for the tab', async () => {
    const guarded = await startServer({ questions: () => questions, webRoot: built.webRoot, log, port: 0, token: 'open-sesame' });
    try {
      await page.goto(guarded.url);
      const dialog = page.getByRole('dialog', { name: 'This server asks for its token' });
      await dialog.getByLabel('Token').fill('wrong');
      await page.keyboard.press('Enter');
      await dialog.getByText('That is not the token.').waitFor();
      await dialog.getByLabel('Token').fill('open-sesame');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Ways in from outside' }).waitFor();
      expectRefusal(401);
      await page.reload();
      await page.getByRole('heading', { name: 'Ways in from outside' }).waitFor();
      expect(await dialog.isVisible()).toBe(false);
    } finally {
      await guarded.close();
    }
  });

  it('follows the system theme until one is chosen', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(server.url);
    const theme = () => page.locator('html').getAttribute('data-theme');
    await heading().waitFor();
    expect(await theme()).toBe('dark');
    await page.getByRole('button', { name: 'Theme: system' }).click();
    expect(await theme()).toBe('light');
    await page.reload();
    await heading().waitFor();
    expect(await theme()).toBe('light');
  });

  it('lists its keyboard shortcuts', async () => {
    await page.goto(server.url);
    await heading().waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).getByText('Swap from and to').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  const scenes = [
    { name: 'start', parameters: {} },
    { name: 'chains with a reason', parameters: { from: arns.alice, to: arns.admin, hopFrom: arns.pipeline, hopTo: arns.deploy } },
    { name: 'reach', parameters: { to: arns.admin } },
    { name: 'surroundings of a hostile name', parameters: { node: arns.hostile } },
    { name: 'no chain', parameters: { from: arns.bob, to: arns.admin } },
  ];
  const views = [
    { theme: 'light', width: 1440, height: 900 },
    { theme: 'dark', width: 1440, height: 900 },
    { theme: 'dark', width: 390, height: 844 },
  ] as const;
  describe.each(views)('$theme at $width', ({ theme, width, height }) => {
    it.each(width < 500 ? scenes.filter(({ name }) => name !== 'reach' && name !== 'no chain') : scenes)(
      'is accessible and fits: $name',
      async ({ parameters }) => {
        await context.close();
        await openContext({ viewport: { width, height }, colorScheme: theme });
        await page.goto(address(parameters as unknown as Record<string, string>), { waitUntil: 'networkidle' });
        await heading().waitFor();
        await page.locator('.loading').first().waitFor({ state: 'detached' });
        await page.evaluate(axe.source);
        const found = await page.evaluate(
          'axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })',
        );
        const { violations, passes } = found as {
          violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
          passes: unknown[];
        };
        expect(
          violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`) })),
        ).toEqual([]);
        expect(passes.length).toBeGreaterThan(10);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      },
    );
  });
});
