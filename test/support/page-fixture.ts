/** A browser on the page, for tests: one server and one browser for a file, a new context for each test, and no complaint of the browser. */
import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { Questions } from '../../queries/questions.ts';
import type { RouteServices } from '../../server/route.ts';
import { type RunningServer, startServer } from '../../server/start-server.ts';
import { launchBrowser } from './browser.ts';
import { buildPage } from './built-page.ts';
import { createFakeQuestions } from './fake-questions.ts';

export const silentLog = { info: () => {}, warn: () => {}, error: () => {} };

/** Sizes and themes in which every view must hold. */
export const looks = [
  { theme: 'light', width: 1440, height: 900 },
  { theme: 'dark', width: 1440, height: 900 },
  { theme: 'light', width: 390, height: 844 },
  { theme: 'dark', width: 390, height: 844 },
] as const;
export type Look = (typeof looks)[number];
/** Both sizes and both themes: what people do on the page is done in each of these. */
export const drivenLooks: readonly Look[] = [looks[0], looks[3]];

export interface PageFixture {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly url: string;
  readonly webRoot: string;
  /** What the server answers from; a test may put another in its place. */
  questions: Questions;
  /** In place of the context that the test began with. */
  openContext(options: Parameters<Browser['newContext']>[0]): Promise<void>;
  openLook(look: Look): Promise<void>;
  open(parameters: Readonly<Record<string, string>>, hash?: Readonly<Record<string, string>>): Promise<void>;
  /** The browser reports every answer of 4xx and 5xx as a console error: a test that asks for one takes it out. */
  expectRefusal(status: number): void;
  /** Takes out complaints that all hold the text, however many there are. */
  expectComplaints(text: string): void;
  /** Nothing that axe finds, and nothing wider than the window. */
  expectAccessible(): Promise<void>;
}

/** Call within a describe. `services`: what the server has beside the questions. Each test begins in the look, on such a device. */
export function usePage(
  services: Omit<Partial<RouteServices>, 'questions'> = {},
  look: Look = looks[0],
  device: Parameters<Browser['newContext']>[0] = {},
): PageFixture {
  let webRoot: string;
  let browser: Browser;
  let server: RunningServer;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[] = [];

  const fixture: PageFixture = {
    questions: createFakeQuestions(),
    get page() {
      return page;
    },
    get context() {
      return context;
    },
    get url() {
      return server.url;
    },
    get webRoot() {
      return webRoot;
    },
    async openContext(options) {
      await context?.close();
      context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
      page = await context.newPage();
      page.setDefaultTimeout(60_000);
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('dialog', (dialog) => {
        complaints.push(`A dialog opened: ${dialog.message()}`);
        void dialog.dismiss();
      });
    },
    openLook: ({ theme, width, height }) => fixture.openContext({ ...device, viewport: { width, height }, colorScheme: theme }),
    async open(parameters, hash = {}) {
      await page.goto(`${server.url}?${new URLSearchParams(parameters)}#${new URLSearchParams(hash)}`);
    },
    expectRefusal: (status) => fixture.expectComplaints(`status of ${status}`),
    expectComplaints(text) {
      expect(complaints).not.toEqual([]);
      expect(complaints.filter((complaint) => !complaint.includes(text))).toEqual([]);
      complaints = [];
    },
    async expectAccessible() {
      await page.evaluate(axe.source);
      const found = await page.evaluate('axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })');
      const { violations, passes } = found as { violations: Violation[]; passes: unknown[] };
      const told = violations.map(({ id, nodes }) => ({
        id,
        nodes: nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`),
      }));
      expect(told).toEqual([]);
      expect(passes.length).toBeGreaterThan(10);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    },
  };

  beforeAll(async () => {
    webRoot = await buildPage();
    browser = await launchBrowser();
    server = await startServer({ ...services, questions: () => fixture.questions, webRoot, log: silentLog, port: 0 });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  beforeEach(async () => {
    fixture.questions = createFakeQuestions();
    complaints = [];
    await fixture.openLook(look);
  });
  afterEach(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });
  return fixture;
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}
