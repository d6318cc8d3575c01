/** The audit's report, opened from a file in a real browser without a network: it works, asks nobody, and nothing in it acts. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { renderAuditPage } from '../../cli/format/audit/audit-page.ts';
import { readReportAssets } from '../../cli/package-files.ts';
import type { AuditAnswer } from '../../queries/audit-answer.ts';
import { browserIsMissing, launchBrowser } from '../support/browser.ts';
import { hostile, sampleAudit } from '../support/sample-audit.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

describe.skipIf(browserIsMissing())('the report', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  async function open(answer: AuditAnswer, options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
    const file = join(temporaryDirectory(), 'report.html');
    await writeFile(file, renderAuditPage(answer, '1.2.3', readReportAssets()));
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, ...options });
    onTestFinished(() => page.close());
    const troubles: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) troubles.push(`asks for ${request.url()}`);
    });
    page.on('console', (message) => troubles.push(message.text()));
    page.on('pageerror', (error) => troubles.push(error.message));
    await page.goto(pathToFileURL(file).href);
    await page.waitForSelector('#list .finding');
    onTestFinished(() => expect(troubles).toEqual([]));
    return page;
  }

  const rows = (page: Page) => page.locator('#list .finding').count();

  test('shows what is open, asks nobody, and lets no name act', async () => {
    const page = await open(sampleAudit);
    expect(await rows(page)).toBe(2);
    expect(await page.locator('svg.chain').count()).toBe(1);
    expect(await page.evaluate('window.broken')).toBeUndefined();
    expect(await page.locator('img').count()).toBe(0);
    const text = String(await page.evaluate('document.body.innerText'));
    expect(text).toContain('<img src=x onerror="window.broken=1">');
    for (const acting of ['\u202e', '\u0007']) expect(text).not.toContain(acting);
    expect(text).toContain('✗ not met');
    expect(text).toContain('made of incomplete data');
    expect(text).toContain('broken could not be answered');
  });

  test('filters by severity, query, words and mute, and says when nothing fits', async () => {
    const page = await open(sampleAudit);
    await page.click('[data-severity="critical"]');
    expect(await rows(page)).toBe(1);
    await page.click('[data-query="wide"]');
    expect(await rows(page)).toBe(1);
    expect(await page.locator('#about').textContent()).toContain('What of wide?');
    await page.check('#muted');
    expect(await rows(page)).toBe(2);
    expect(await page.locator('#list').textContent()).toContain('Muted until 2027-01-01');
    await page.click('button[type="reset"]');
    await expect.poll(() => rows(page)).toBe(2);
    await page.fill('#text', 'no such thing');
    await expect.poll(() => rows(page)).toBe(0);
    expect(await page.locator('#status').textContent()).toContain('No finding fits');
  });

  test('opens the evidence of a chain, hop by hop', async () => {
    const page = await open(sampleAudit);
    await page.click('#list summary');
    expect(await page.locator('.hops').textContent()).toContain('trust: Allow statement 0 (Sid “Trust”)');
  });

  test('draws a chain with whole names, and says what it asks for as the page does', async () => {
    const [first] = sampleAudit.findings;
    if (first === undefined || first.chain === null) throw new Error('The sample has no chain.');
    const name = 'AWSReservedSSO_AdministratorAccess_1312cc2b17a38d7a';
    const [from, ...others] = first.chain.principals;
    if (from === undefined) throw new Error('The chain has no principal.');
    const principal = { ...from, name };
    const chain = { ...first.chain, principals: [principal, ...others] };
    const page = await open({ ...sampleAudit, guards: [], findings: [{ ...first, principal, chain }] });
    expect((await page.locator('svg.chain .who').first().locator('.name').allTextContents()).join('')).toBe(name);
    expect(await page.locator('svg.chain .hop text').allTextContents()).toContain('ExternalId');
    expect(await page.locator('svg.chain .who .kind').allTextContents()).toContain('Role');
  });

  test.each(['light', 'dark'] as const)('meets the accessibility rules (%s)', async (colorScheme) => {
    const page = await open(sampleAudit, { colorScheme });
    await page.click('[data-query="wide"]');
    await page.check('#muted');
    await page.evaluate(axe.source);
    const violations = await page.evaluate(
      "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`))",
    );
    expect(violations).toEqual([]);
  });

  test('fits a phone, the chain from top to bottom', async () => {
    const page = await open(sampleAudit, { viewport: { width: 390, height: 844 } });
    expect(Number(await page.evaluate('document.documentElement.scrollWidth'))).toBeLessThanOrEqual(390);
    const box = await page.locator('svg.chain').first().boundingBox();
    expect(box?.height).toBeGreaterThan(box?.width ?? 0);
  });

  test('shows 100,000 findings page by page', async () => {
    const [first] = sampleAudit.findings;
    if (first === undefined) throw new Error('The sample has no findings.');
    const findings = Array.from({ length: 100_000 }, (_, number) => ({ ...first, id: number.toString(16).padStart(16, '0') }));
    const page = await open({ ...sampleAudit, findings });
    expect(await rows(page)).toBe(50);
    await page.click('text=Last');
    expect(await page.locator('#status').textContent()).toContain('99,951 to 100,000');
    expect(await page.locator('#list').textContent()).toContain((99_999).toString(16).padStart(16, '0'));
    await page.fill('#text', '000000000000beef');
    await expect.poll(() => rows(page)).toBe(1);
  });

  test('prints what the filters leave, with the evidence', async () => {
    const page = await open(sampleAudit);
    await page.evaluate('window.dispatchEvent(new Event("beforeprint"))');
    expect(await page.locator('#list details:not([open])').count()).toBe(0);
    await page.evaluate('window.dispatchEvent(new Event("afterprint"))');
    expect(await page.locator('#list details[open]').count()).toBe(0);
  });

  test('says without scripts what was found by how many', async () => {
    const page = await browser.newPage({ javaScriptEnabled: false });
    onTestFinished(() => page.close());
    await page.setContent([...renderAuditPage(sampleAudit, '1.2.3', readReportAssets())].join(''));
    expect(await page.locator('aside').textContent()).toContain(hostile.slice(0, 20));
  });
});
