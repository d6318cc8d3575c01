/** The viewer of the API's document in a real browser: it works under its policy, offline, and asks this server only. */
import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, startServer } from '../../server/start-server.ts';
import { browserIsMissing, launchBrowser } from '../support/browser.ts';
import { buildPage } from '../support/built-page.ts';
import { createFakeQuestions } from '../support/fake-questions.ts';
import { silentLog } from '../support/page-fixture.ts';

describe.skipIf(browserIsMissing())('the viewer of the API', () => {
  let server: RunningServer;
  let browser: Browser;
  beforeAll(async () => {
    const webRoot = await buildPage();
    server = await startServer({ questions: () => createFakeQuestions(), webRoot, log: silentLog, port: 0 });
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it('shows every operation, and asks one', async () => {
    const tab = await browser.newPage();
    const complaints: string[] = [];
    const foreign: string[] = [];
    tab.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    tab.on('pageerror', (error) => complaints.push(error.message));
    tab.on('request', (request) => {
      if (!request.url().startsWith(server.url) && !request.url().startsWith('data:')) foreign.push(request.url());
    });
    await tab.goto(`${server.url}api-docs/`);
    await tab.locator('.opblock').first().waitFor();
    const document = (await (await fetch(`${server.url}api/v1/openapi.json`)).json()) as { paths: Record<string, object> };
    const operations = Object.values(document.paths).reduce((sum, methods) => sum + Object.keys(methods).length, 0);
    expect(await tab.locator('.opblock').count()).toBe(operations);
    await tab.locator('#operations-Questions-getSummary .opblock-summary').click();
    await tab.locator('#operations-Questions-getSummary .try-out__btn').click();
    await tab.locator('#operations-Questions-getSummary .execute').click();
    await tab.locator('.live-responses-table .response-col_status', { hasText: '200' }).waitFor();
    expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
  }, 120_000);

  it('follows the theme of the system, with text that can be read in both', async () => {
    const tab = await browser.newPage({ colorScheme: 'light', reducedMotion: 'reduce' });
    await tab.goto(`${server.url}api-docs/`);
    await tab.locator('#operations-Questions-getReach .opblock-summary').click();
    await tab.locator('#operations-Questions-getReach .try-out__btn').click();
    await tab.locator('#operations-Questions-getReach .execute').waitFor();
    const look = async () => {
      await tab.evaluate(axe.source);
      const { violations } = (await tab.evaluate('axe.run({ runOnly: ["color-contrast"] })')) as {
        violations: { nodes: { html: string }[] }[];
      };
      return {
        background: await tab.evaluate('getComputedStyle(document.querySelector(".swagger-ui .scheme-container")).backgroundColor'),
        unreadable: violations.flatMap(({ nodes }) => nodes.map(({ html }) => html)),
      };
    };
    expect(await look()).toEqual({ background: 'rgb(255, 255, 255)', unreadable: [] });
    await tab.emulateMedia({ colorScheme: 'dark' });
    // Some colours of Swagger UI change gradually.
    await expect.poll(look, { timeout: 20_000 }).toEqual({ background: 'rgb(28, 32, 34)', unreadable: [] });
    await tab.close();
  }, 120_000);
});
