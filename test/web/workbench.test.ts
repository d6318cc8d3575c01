/** A real browser on what people do with pictures and tables, on the map and with Cypher. */
import type { Core } from 'cytoscape';
import type { Download } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { nodeSpecs, relationshipSpecs } from '../../graph/schema.ts';
import { exampleQueries } from '../../web/src/queries/example-queries.ts';
import { browserIsMissing } from '../support/browser.ts';
import { arns } from '../support/fake-questions.ts';
import { drivenLooks, looks, usePage } from '../support/page-fixture.ts';

const prod = '300000000003';

describe.skipIf(browserIsMissing()).each(drivenLooks)('the workbench, $theme at $width pixels', (look) => {
  const on = usePage({}, look);
  const { open } = on;
  const picture = (pattern: RegExp) => on.page.getByRole('img', { name: pattern });

  async function save(button: string | RegExp, item: string): Promise<{ name: string; content: Buffer }> {
    await on.page.getByRole('button', { name: button }).click();
    const [file]: [Download, unknown] = await Promise.all([
      on.page.waitForEvent('download'),
      on.page.getByRole('menuitem', { name: item }).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
    return { name: file.suggestedFilename(), content: Buffer.concat(chunks) };
  }

  it('expands a principal from its panel, and back takes it away', async () => {
    await open({ from: arns.alice, to: arns.audit, node: arns.audit });
    await picture(/^Picture: 2 principals, 1 edge/).waitFor();
    await on.page.getByRole('button', { name: 'Expand in the picture' }).click();
    await picture(/^Picture: 4 principals, 3 edges/).waitFor();
    expect(on.page.url()).toContain('#expand=');
    await on.page.reload();
    await picture(/^Picture: 4 principals/).waitFor();
    await on.page.goBack();
    await picture(/^Picture: 2 principals/).waitFor();
  });

  it('opens a menu with the keyboard and takes edits back', async () => {
    await open({ to: arns.admin }, { hide: arns.deploy });
    await on.page.getByText('Hidden by you: 1 thing.').waitFor();
    await on.page.getByRole('group', { name: /^Picture: arrow keys/ }).focus();
    await on.page.keyboard.press('ArrowLeft');
    await on.page.keyboard.press('ContextMenu');
    await on.page.getByRole('menuitem', { name: 'As it was first drawn' }).waitFor();
    await on.page.keyboard.press('a');
    await on.page.keyboard.press('Enter');
    await on.page.getByText('Hidden by you').waitFor({ state: 'detached' });
  });

  it('completes Cypher with the words of the schema, and says what they mean', async () => {
    await open({ page: 'cypher' });
    const editor = on.page.getByRole('textbox', { name: 'Cypher query' });
    await editor.fill('');
    await editor.pressSequentially('MATCH (p:Princ');
    await on.page.getByRole('option', { name: 'Principal' }).waitFor();
    await on.page.locator('.cm-completionInfo', { hasText: nodeSpecs.Principal.description }).waitFor();
    await editor.press('Escape');
    await editor.pressSequentially('ipal) RETURN p.verd');
    await on.page.getByText('CAN_ASSUME: When AWS lets it happen: allowed, conditional').waitFor();
  });

  it('colours the words of the language, and none that are names here', async () => {
    await open({ page: 'cypher' });
    const editor = on.page.getByRole('textbox', { name: 'Cypher query' });
    await editor.fill('');
    await editor.pressSequentially('MATCH (e:Principal) RETURN e.name AS role');
    await editor.press('Escape');
    const colour = (word: string) =>
      editor.evaluate((element, wanted) => {
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const parent = walker.currentNode.parentElement;
          if (walker.currentNode.textContent?.trim() === wanted && parent !== null) return getComputedStyle(parent).color;
        }
        return null;
      }, word);
    expect(await colour('RETURN')).toBe(await colour('AS'));
    expect(await colour('name')).toBe(await colour('e'));
    expect(await colour('role')).toBe(await colour('e'));
    expect(await colour('role')).not.toBe(await colour('AS'));
  });

  it('offers queries to begin with and the words of the schema, which go into the editor', async () => {
    await open({ page: 'cypher' });
    const editor = on.page.getByRole('textbox', { name: 'Cypher query' });
    const written = async () => (await editor.locator('.cm-line').allTextContents()).join(' ').trim();
    await editor.waitFor();
    for (const { title, text } of exampleQueries.slice(1)) {
      await on.page.getByRole('button', { name: title }).press('Enter');
      expect(await written()).toBe(text.replaceAll('\n', ' '));
    }
    // The cursor is in the editor: whoever pressed goes on there.
    await editor.fill('');
    await on.page.keyboard.type('MATCH (p:');
    await on.page.keyboard.press('Escape');
    await on.page.getByRole('button', { name: 'Principal', exact: true }).click();
    await on.page.keyboard.type(' RETURN p.');
    await on.page.keyboard.press('Escape');
    await on.page.getByRole('button', { name: 'hopsToAdmin', exact: true }).click();
    expect(await written()).toMatch(/^MATCH \(p:Principal\)? RETURN p\.hopsToAdmin/);
    for (const word of [...Object.keys(nodeSpecs), ...Object.keys(relationshipSpecs)])
      expect(await on.page.getByRole('main').getByRole('button', { name: word, exact: true }).count()).toBe(1);
  });

  it('says that a query was stopped, and runs it again', async () => {
    let asked = 0;
    on.questions = {
      ...on.questions,
      cypher: (text) => {
        asked++;
        if (asked === 1) return new Promise(() => {});
        const answer = { snapshot: 'fake-1', incomplete: false, truncated: false, cypher: text, columns: ['n'], rows: [[1]] };
        return Promise.resolve(answer);
      },
    };
    await open({ page: 'cypher' });
    await on.page.getByRole('button', { name: 'Run', exact: true }).click();
    await on.page.getByRole('button', { name: 'Stop' }).click();
    await on.page.getByRole('status').filter({ hasText: 'Stopped.' }).waitFor();
    await on.expectAccessible();
    await on.page.getByRole('button', { name: 'Run again' }).click();
    await on.page.getByText(/^1 row in/).waitFor();
    expect(await on.page.getByText('Stopped.').count()).toBe(0);
  });

  it('draws a role that trusts itself', async () => {
    await open({ page: 'cypher' });
    const edge = {
      _label: 'CAN_ASSUME',
      _from: arns.admin,
      _to: arns.admin,
      verdict: 'conditional',
      requires: ['mfa'],
      crossAccount: false,
    };
    const answer = { snapshot: 'fake-1', incomplete: false, truncated: false, cypher: '', columns: ['e'], rows: [[edge]] };
    await on.page.route('**/api/v1/cypher', (route) => route.fulfill({ json: answer }));
    await on.page.getByRole('button', { name: 'Run', exact: true }).click();
    // A curve that cannot be drawn is a warning, and the fixture takes none.
    await picture(/^Picture: 1 principal, 1 edge/).waitFor();
    await on.page.waitForTimeout(500);
  });

  it('scales what is drawn of a large picture while it is zoomed, and draws it anew at rest', async () => {
    const answer = await on.questions.reachTo(arns.admin);
    const [row] = answer.rows;
    if (row === undefined) throw new Error('The fake answer has no row');
    const rows = Array.from({ length: 220 }, (_, index) => {
      const arn = `arn:aws:iam::200000000002:user/${index}`;
      return { ...row, principal: { ...row.principal, arn }, chain: [arn, arns.admin], hops: 1 };
    });
    on.questions = { ...on.questions, reachTo: async () => ({ ...answer, rows, total: rows.length }) };
    await open({ to: arns.admin });
    await picture(/^Picture: 221 principals, 220 edges/).waitFor();
    // Each step is looked at within its own frame: how fast the machine is does not matter.
    const { steps, rest, point } = await on.page.evaluate(async (arn) => {
      const canvas = document.querySelector('.picture-canvas') as HTMLElement & { _cyreg: { cy: Core } };
      const cy = canvas._cyreg.cy as Core & { batching(): boolean };
      const sheet = canvas.firstElementChild as HTMLElement;
      const frame = canvas.getBoundingClientRect();
      const card = cy.getElementById(`n:${arn}`);
      const rendered = (): Promise<void> =>
        new Promise((resolve) => {
          cy.one('render', () => resolve());
          cy.forceRender();
        });
      const wheel = (deltaY: number): void => {
        const { x, y } = card.renderedPosition();
        const at = { clientX: frame.left + x, clientY: frame.top + y };
        canvas.dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, ctrlKey: true, deltaY, ...at }));
      };
      const other = cy.nodes('.principal').first();
      const steps: { expected: number[]; scaled: number[]; batching: boolean }[] = [];
      for (let step = 0; step < 3; step += 1) {
        await rendered();
        await rendered();
        const before = { ...other.renderedPosition() };
        wheel(-60);
        wheel(-30);
        const scaled = new DOMMatrix(sheet.style.transform).transformPoint(before);
        const { x, y } = other.renderedPosition();
        steps.push({ expected: [x, y], scaled: [scaled.x, scaled.y], batching: cy.batching() });
      }
      await rendered();
      // Deeper than it goes, and once more where nothing changes.
      for (let step = 0; step < 40; step += 1) wheel(-200);
      await rendered();
      wheel(-200);
      while (cy.batching()) await new Promise((resolve) => setTimeout(resolve, 20));
      await rendered();
      const { x, y } = card.renderedPosition();
      return { steps, rest: { zoom: cy.zoom(), transform: sheet.style.transform }, point: { x: frame.left + x, y: frame.top + y } };
    }, arns.admin);
    for (const { expected, scaled, batching } of steps) {
      expect(batching).toBe(true);
      expect(scaled[0]).toBeCloseTo(expected[0] ?? Number.NaN, 1);
      expect(scaled[1]).toBeCloseTo(expected[1] ?? Number.NaN, 1);
    }
    expect(rest).toEqual({ zoom: 1.8, transform: '' });
    await on.page.mouse.click(point.x, point.y);
    await on.page.getByRole('complementary').getByRole('heading', { name: 'admin' }).waitFor();
  });

  it('lists and hides what a box was drawn around', async () => {
    // High enough that the mouse stays within the window.
    await on.openContext({ viewport: { width: look.width, height: 1600 }, colorScheme: look.theme });
    await open({ from: arns.alice, to: arns.admin });
    await picture(/^Picture: 5 principals/).waitFor();
    await on.page.getByRole('button', { name: 'Select', exact: true }).click();
    await on.page.locator('.picture-canvas.selecting').waitFor();
    const box = await picture(/^Picture/).boundingBox();
    if (box === null) throw new Error('The picture has no place');
    // Within the rounded corner.
    await on.page.mouse.move(box.x + 16, box.y + 16);
    await on.page.mouse.down();
    await on.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await on.page.mouse.move(box.x + box.width - 16, box.y + box.height - 16);
    await on.page.mouse.up();
    const bar = on.page.getByRole('toolbar', { name: 'Selection' });
    await bar.getByText('5 selected').waitFor();
    await bar.getByRole('button', { name: 'List' }).click();
    const dialog = on.page.getByRole('dialog', { name: 'Selection' });
    await dialog.getByRole('row', { name: /pipeline/ }).waitFor();
    expect(await dialog.locator('tbody tr').count()).toBe(5);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await bar.getByRole('button', { name: 'Hide', exact: true }).click();
    await on.page.getByText('Hidden by you: 5 things.').waitFor();
    await on.page.getByRole('button', { name: 'Show everything again' }).click();
    await picture(/^Picture: 5 principals/).waitFor();
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
    await on.page.getByText(/^Narrow these/).click();
    await on.page.getByRole('button', { name: /^User, / }).click();
    await on.page.getByText(/^Narrow: \d+ of/).waitFor();
    expect(await on.page.locator('tbody tr').count()).toBe(1);
    await on.page.getByRole('button', { name: /^User, / }).click();
    expect(new URL(on.page.url()).searchParams.getAll('kind')).toEqual(['-user']);
    expect(await on.page.locator('tbody th').allTextContents()).not.toContain('alice');
  });

  it('puts other names in place of the real ones, everywhere', async () => {
    await open({ from: arns.alice, to: arns.admin });
    await on.page.getByRole('heading', { level: 1, name: 'alice → admin' }).waitFor();
    await on.page.getByRole('button', { name: 'Redact names' }).click();
    await on.page.getByRole('heading', { level: 1, name: /user-\d+ → role-\d+/ }).waitFor();
    const text = (await on.page.locator('main').textContent()) ?? '';
    expect(text).not.toMatch(/alice|pipeline|acme|[1-4]00000000/);
  });

  it('opens a group of the map in place, and lists what a line stands for', async () => {
    await open({ page: 'map' });
    await on.page.getByRole('button', { name: 'Open acme-prod on the map' }).click();
    await picture(/^Picture: [^0]/).waitFor();
    expect(on.page.url()).toContain(`#open=${prod}`);
    await on.page.getByRole('button', { name: 'List the edges from acme-build to acme-prod' }).first().waitFor({ state: 'attached' });
    await open({ page: 'between', 'p.from': '200000000002', 'p.to': prod });
    await on.page.getByRole('heading', { level: 1, name: 'acme-build → acme-prod' }).waitFor();
    await on.page.getByRole('button', { name: 'Why from pipeline to deploy?' }).first().click();
    await on.page.getByRole('complementary').getByText('pipeline can assume deploy.').waitFor();
  });

  it('runs Cypher, draws and lists the answer, keeps the query', async () => {
    on.questions = {
      ...on.questions,
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
    await open({ page: 'cypher' });
    await on.page.getByRole('button', { name: 'Run', exact: true }).click();
    await picture(/^Picture: 2 principals, 1 edge/).waitFor();
    expect(await on.page.locator('tbody td').allTextContents()).toContain('7');
    await on.page.getByRole('textbox', { name: 'Keep the query as' }).fill('mine');
    await on.page.keyboard.press('Enter');
    await on.page.getByRole('button', { name: 'My queries' }).click();
    await on.page.getByRole('menuitem', { name: 'mine', exact: true }).waitFor();
    expect(on.page.url()).toContain('#text=MATCH');
  });
});

describe.skipIf(browserIsMissing())('the workbench on a phone', () => {
  const on = usePage({}, looks[2], { hasTouch: true, isMobile: true });
  const { open } = on;
  const picture = (pattern: RegExp) => on.page.getByRole('img', { name: pattern });
  /** Where a card is on the screen; the picture comes to the middle of it. */
  const placeOf = (card: string) =>
    on.page.evaluate((arn) => {
      const canvas = document.querySelector('.picture-canvas') as HTMLElement & { _cyreg: { cy: Core } };
      canvas.scrollIntoView({ block: 'center' });
      const frame = canvas.getBoundingClientRect();
      const { x, y } = canvas._cyreg.cy.getElementById(`n:${arn}`).renderedPosition();
      return { x: frame.left + x, y: frame.top + y };
    }, card);

  it('offers on a phone to ask only what is not asked yet, and keeps the page below still while somebody types', async () => {
    const belowBar = () => on.page.locator('main').evaluate((main) => main.getBoundingClientRect().top + scrollY);
    const swap = on.page.getByRole('button', { name: 'Swap from and to' });
    const questions = ['Find chains', 'Who can reach it?', 'What can it reach?'].map((name) => on.page.getByRole('button', { name }));
    const offered = async () => (await Promise.all(questions.map((button) => button.isVisible()))).filter(Boolean).length;
    await open({});
    await on.page.getByRole('heading', { name: 'Ways in from outside' }).waitFor();
    const idle = await belowBar();
    await on.page.getByRole('combobox', { name: 'To' }).fill('admin');
    expect([await belowBar(), await offered(), await swap.isVisible()]).toEqual([idle, 1, false]);
    await on.page.keyboard.press('Escape');
    await on.page.getByRole('button', { name: 'Who can reach it?' }).tap();
    await picture(/^Picture/).waitFor();
    expect([await offered(), await swap.isVisible()]).toEqual([0, true]);
    const asked = await belowBar();
    await on.page.getByRole('combobox', { name: 'From' }).fill('alice');
    expect([await belowBar(), await offered(), await swap.isVisible()]).toEqual([asked, 1, false]);
    await on.page.keyboard.press('Escape');
    await on.page.getByRole('button', { name: 'Find chains' }).tap();
    await on.page.getByRole('heading', { name: 'Chains, shortest first' }).waitFor();
    expect([await offered(), await swap.isVisible()]).toEqual([0, true]);
  });

  it('keeps on a phone the place where one narrows, though the picture is drawn anew', async () => {
    await open({ to: arns.admin });
    await picture(/^Picture: 8 principals/).waitFor();
    await on.page.getByText(/^Narrow these/).click();
    const chip = on.page.getByRole('button', { name: /^User, / });
    await chip.scrollIntoViewIfNeeded();
    const before = await on.page.evaluate('scrollY');
    await chip.click();
    await picture(/^Picture: [2-7] principals/).waitFor();
    expect(await on.page.evaluate('scrollY')).toBe(before);
  });

  it('keeps the names on a map readable on a phone while a group of it opens and closes', async () => {
    const { overview } = on.questions;
    on.questions = {
      ...on.questions,
      overview: async (given) => {
        const answer = await overview(given);
        const [first] = answer.groups;
        const [principal] = answer.principals;
        if (first === undefined) throw new Error('The fake map has no group');
        const more = Array.from({ length: 40 }, (_, index) => ({
          ...first,
          id: `90000000${1000 + index}`,
          name: `more-${index}`,
          open: false,
        }));
        const members = Array.from({ length: 40 }, (_, index) => ({ ...principal, arn: `${principal?.arn}${index}` }) as never);
        return {
          ...answer,
          groups: [...answer.groups, ...more],
          principals: principal === undefined ? [] : [...answer.principals, ...members],
        };
      },
    };
    await open({ page: 'map' });
    const look = () =>
      on.page.evaluate(() => {
        const { cy } = (document.querySelector('.picture-canvas') as HTMLElement & { _cyreg: { cy: Core } })._cyreg;
        return { zoom: cy.zoom(), cards: cy.nodes('.principal').length };
      });
    const group = (does: string) => on.page.getByRole('button', { name: `${does} acme-prod on the map` });
    await picture(/^Picture: \d/).waitFor();
    await group('Open').waitFor();
    const before = await look();
    await group('Open').tap();
    await group('Close').waitFor();
    await expect.poll(async () => (await look()).cards).toBeGreaterThan(before.cards + 30);
    expect((await look()).zoom).toBeGreaterThanOrEqual(0.45);
    await on.page.goBack();
    await group('Open').waitFor();
    await expect.poll(look).toEqual(before);
  });

  it('opens a menu, and no details, under a finger that is held; all of the menu is within the picture', async () => {
    await open({ from: arns.alice, to: arns.admin });
    await picture(/^Picture/).waitFor();
    const card = await placeOf(arns.admin);
    const input = await on.context.newCDPSession(on.page);
    await input.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [card] });
    const menu = on.page.getByRole('menu', { name: 'Picture' });
    await menu.waitFor();
    await input.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    const below = await menu.evaluate((list) => {
      const frame = list.closest('.picture-frame')?.getBoundingClientRect().bottom ?? 0;
      return list.getBoundingClientRect().bottom - frame;
    });
    expect(below).toBeLessThanOrEqual(0);
    await on.page.getByRole('menuitem', { name: 'Details' }).waitFor();
    await on.page.waitForTimeout(400);
    expect(new URL(on.page.url()).searchParams.has('node')).toBe(false);
    await on.page.getByRole('menuitem', { name: 'Details' }).tap();
    await on.page.getByRole('complementary').getByRole('heading', { name: 'admin' }).waitFor();
  });

  it('lets a finger on a phone past a picture: it moves what of it lies beyond the view, then the page', async () => {
    await open({ from: arns.alice, to: arns.admin });
    await picture(/^Picture/).waitFor();
    const input = await on.context.newCDPSession(on.page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly { x: number; y: number }[]) =>
      input.send('Input.dispatchTouchEvent', { type, touchPoints: [...points] });
    /** How far the page and the picture went while a finger went up by 160 pixels. */
    const swipeUp = async () => {
      const stand = () =>
        on.page.evaluate(() => {
          const { cy } = (document.querySelector('.picture-canvas') as HTMLElement & { _cyreg: { cy: Core } })._cyreg;
          return { page: scrollY, picture: cy.pan().y };
        });
      const before = await stand();
      await touch('touchStart', [{ x: 195, y: 560 }]);
      for (let step = 1; step <= 10; step++) await touch('touchMove', [{ x: 195, y: 560 - step * 16 }]);
      await touch('touchEnd', []);
      await on.page.waitForTimeout(400);
      const after = await stand();
      return { page: after.page - before.page, picture: after.picture - before.picture };
    };
    const whole = await swipeUp();
    expect(whole.page).toBeGreaterThan(100);
    expect(whole.picture).toBe(0);
    await on.page.evaluate(() => scrollTo(0, 200));
    for (let times = 0; times < 3; times++) await on.page.getByRole('button', { name: 'Zoom in' }).tap();
    await on.page.evaluate(() => scrollTo(0, 200));
    const zoomed = await swipeUp();
    expect(zoomed.page).toBe(0);
    expect(zoomed.picture).toBeLessThan(-100);
    // Neither the swipes nor what Cytoscape is told of them are taps, and the next tap is one.
    expect(new URL(on.page.url()).searchParams.has('node')).toBe(false);
    for (let times = 0; times < 12 && (await swipeUp()).page === 0; times++);
    expect(await on.page.evaluate('scrollY')).toBeGreaterThan(200);
    await on.page.getByRole('button', { name: 'Fit' }).tap();
    const card = await placeOf(arns.admin);
    await on.page.touchscreen.tap(card.x, card.y);
    await on.page.getByRole('complementary').getByRole('heading', { name: 'admin' }).waitFor();
  });
});
