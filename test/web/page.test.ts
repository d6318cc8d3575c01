/** A real browser on the real server: what people do on the page, and what must never happen there. */
import { readFile } from 'node:fs/promises';
import type { Core } from 'cytoscape';
import { describe, expect, it } from 'vitest';
import { StoreError } from '../../graph/store.ts';
import { QueryError } from '../../queries/questions.ts';
import { startServer } from '../../server/start-server.ts';
import { browserIsMissing } from '../support/browser.ts';
import { arns, createFakeQuestions, hostileName } from '../support/fake-questions.ts';
import { drivenLooks, looks, type PageFixture, silentLog, usePage } from '../support/page-fixture.ts';
import { type ReadSheet, readSheets } from '../support/read-xlsx.ts';
import { answerSample, sampleQueries } from '../support/sample-queries.ts';

const partsOf = (on: PageFixture) => ({
  address: (parameters: Record<string, string>): string => `${on.url}?${new URLSearchParams(parameters)}`,
  heading: () => on.page.getByRole('heading', { level: 1 }),
  panel: () => on.page.getByRole('complementary'),
});

describe.skipIf(browserIsMissing()).each(drivenLooks)('the page, $theme at $width pixels', (look) => {
  const on = usePage({ savedQueries: sampleQueries }, look);
  const { address, heading, panel } = partsOf(on);

  it('shows the organization at a glance', async () => {
    await on.page.goto(on.url);
    await on.page.getByRole('heading', { name: 'Ways in from outside' }).waitFor();
    await on.page.getByRole('button', { name: /anyone.*1 role.*unconditionally/ }).waitFor();
    await on.page
      .getByRole('cell')
      .getByRole('button', { name: / to .*: *2\b/ })
      .first()
      .waitFor();
    expect(await on.page.getByText('The boundary policy is not in the data.').isVisible()).toBe(true);
    await on.page
      .getByRole('region', { name: 'Choke points' })
      .getByRole('button', { name: /deploy.*5 pairs.*no way around it/ })
      .click();
    await on.page.getByRole('heading', { level: 1, name: 'Who can reach deploy?' }).waitFor();
  });

  it.each([320, 390])('keeps the menu of reports within a window of %i pixels', async (width) => {
    await on.page.setViewportSize({ width, height: 844 });
    await on.page.goto(on.url);
    await on.page.getByRole('button', { name: 'Save a report' }).click();
    const { x, width: wide } = (await on.page.getByRole('menu').boundingBox()) ?? { x: Number.NaN, width: Number.NaN };
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + wide).toBeLessThanOrEqual(width);
  });

  it('saves the Principal Access Summary', async () => {
    await on.page.goto(on.url);
    await on.page.getByRole('button', { name: 'Save a report' }).click();
    const summary = on.page.getByRole('menuitem', { name: 'Principal Access Summary (CSV)' });
    const [file] = await Promise.all([on.page.waitForEvent('download'), summary.click()]);
    expect(file.suggestedFilename()).toBe('rolepath-principal-access-fake-1.csv');
    expect(await readFile(await file.path(), 'utf8')).toContain(arns.alice);
  });

  it('saves the findings of all questions', async () => {
    on.questions = { ...on.questions, cypher: answerSample };
    await on.page.goto(on.url);
    await on.page.getByRole('button', { name: 'Save a report' }).click();
    const [file] = await Promise.all([
      on.page.waitForEvent('download'),
      on.page.getByRole('menuitem', { name: 'Findings (JSON)' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('rolepath-audit-fake-1.json');
    const { findings } = JSON.parse(await readFile(await file.path(), 'utf8')) as { findings: { query: string }[] };
    expect(findings.map(({ query }) => query)).toEqual(['outsiders', 'outsiders']);
  });

  it('leads from the worst finding to its answer and its chains', async () => {
    on.questions = { ...on.questions, cypher: answerSample };
    await on.page.goto(on.url);
    const worst = on.page.getByRole('region', { name: 'Worst findings' });
    await worst.getByText('3 questions asked, 1 found nothing, 1 could not be answered.').waitFor();
    expect(await worst.getByRole('listitem').count()).toBe(1);
    await worst.getByRole('link', { name: /critical\s*Outsiders <b>in<\/b>\s*2/ }).click();
    await on.page.getByRole('heading', { level: 1, name: 'Outsiders <b>in</b>' }).waitFor();
    await on.page.getByRole('link', { name: 'example.com/why' }).waitFor();
    await on.page.getByRole('button', { name: 'Chains from alice to admin' }).click();
    await on.page.getByRole('heading', { level: 1, name: 'alice → admin' }).waitFor();
  });

  it('saves the answer to a saved question as a workbook that says what it is, without a source where names are kept secret', async () => {
    on.questions = { ...on.questions, cypher: async (text) => ({ ...(await answerSample(text)), truncated: true }) };
    const save = async (): Promise<readonly ReadSheet[]> => {
      await on.page.getByRole('button', { name: 'Save: Answer' }).click();
      const [file] = await Promise.all([on.page.waitForEvent('download'), on.page.getByRole('menuitem', { name: 'Excel (XLSX)' }).click()]);
      return readSheets(await readFile(await file.path()));
    };
    await on.page.goto(address({ page: 'queries', query: 'outsiders' }));
    const [table, about] = await save();
    expect(table?.name).toBe('Outsiders <b>in< b>');
    expect(table?.rows[1]).toEqual([arns.alice, arns.admin, 3]);
    expect(about?.name).toBe('About');
    expect(about?.xml).not.toContain('<f>');
    expect(Object.fromEntries(about?.rows ?? [])).toEqual({
      What: 'Value',
      Title: 'Outsiders <b>in</b>',
      Query: 'outsiders',
      Question: 'Who?',
      Severity: 'critical',
      Category: 'exposure',
      Remediation: 'Close it.',
      References: 'https://example.com/why',
      Snapshot: 'fake-1',
      'Snapshot made': expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      Source: expect.stringMatching(/./),
      Saved: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      Rows: '2 of 2',
      Note: 'Cut by a limit: there is more than this answer holds.',
      Cypher: 'MATCH (n) RETURN n.arn AS principal // outsiders',
    });
    await on.page.getByRole('button', { name: 'Redact names' }).click();
    const [secret, aboutSecret] = await save();
    expect(secret?.rows[1]?.join(' ')).not.toMatch(/alice|admin|[1-4]00000000/);
    expect(aboutSecret?.rows.map(([what]) => what)).not.toContain('Source');
  });

  it('saves the answer to a saved question as CSV that says on each row what it answers, and how much of it there is', async () => {
    on.questions = { ...on.questions, cypher: async (text) => ({ ...(await answerSample(text)), truncated: true }) };
    const save = async (): Promise<readonly string[]> => {
      await on.page.getByRole('button', { name: 'Save: Answer' }).click();
      const [file] = await Promise.all([on.page.waitForEvent('download'), on.page.getByRole('menuitem', { name: 'CSV' }).click()]);
      return (await readFile(await file.path(), 'utf8')).split('\r\n');
    };
    await on.page.goto(address({ page: 'queries', query: 'outsiders' }));
    const [header, row] = await save();
    expect(header).toBe('\uFEFFprincipal,role,hops,query,title,severity,parameters,snapshot,snapshotMade,truncated');
    expect(row).toMatch(/^arn:[^,]*,arn:[^,]*,3,outsiders,Outsiders <b>in<\/b>,critical,,fake-1,2025-05-04T10:00:00.000Z,true$/);
    await on.page.goto(address({ page: 'queries', query: 'who-enters', 'p.role': 'deploy' }));
    expect((await save())[1]).toContain(`,who-enters,Who enters,info,"{""role"":""${arns.deploy}""}",fake-1,`);
    await on.page.getByRole('button', { name: 'Redact names' }).click();
    expect((await save()).join('\n')).not.toMatch(/deploy|pipeline|[1-4]00000000/);
    // Tables of the page itself stay as they are.
    await on.page.goto(address({ from: arns.bob }));
    await on.page.getByRole('button', { name: 'Save: Roles it can reach' }).click();
    const [file] = await Promise.all([on.page.waitForEvent('download'), on.page.getByRole('menuitem', { name: 'CSV' }).click()]);
    expect(await readFile(await file.path(), 'utf8')).not.toContain('truncated');
  });

  it('keeps names out of the name of a file and of its sheet where they are kept secret', async () => {
    await on.page.goto(address({ from: arns.bob, to: '' }));
    await on.page.getByRole('heading', { level: 1, name: 'What can bob reach?' }).waitFor();
    await on.page.getByRole('button', { name: 'Redact names' }).click();
    await on.page.getByRole('button', { name: 'Save: Roles it can reach' }).click();
    const [file] = await Promise.all([on.page.waitForEvent('download'), on.page.getByRole('menuitem', { name: 'Excel (XLSX)' }).click()]);
    expect(file.suggestedFilename()).toMatch(/^rolepath-reach-from-user-\d+\.xlsx$/);
    const [table, about] = readSheets(await readFile(await file.path()));
    expect(table?.name).toMatch(/^reach from user-\d+$/);
    expect(JSON.stringify(about?.rows)).not.toMatch(/bob|[1-4]00000000/);
  });

  it('runs a saved question with what was given, names as they are', async () => {
    const asked: unknown[] = [];
    on.questions = {
      ...on.questions,
      cypher: (text, options) => {
        asked.push(options?.parameters);
        return answerSample(text);
      },
    };
    await on.page.goto(address({ page: 'queries', query: 'who-enters' }));
    await on.page.getByRole('textbox', { name: /^role/ }).fill('deploy');
    await on.page.getByRole('button', { name: 'Run', exact: true }).click();
    await on.page.getByRole('table').getByRole('button', { name: 'Chains from pipeline to deploy' }).waitFor();
    expect(asked).toEqual([{ role: arns.deploy }]);
    expect(new URL(on.page.url()).searchParams.get('p.role')).toBe('deploy');
  });

  it('says how to cut an edge, and what is lost with it', async () => {
    await on.page.goto(address({ from: arns.alice, to: arns.admin, hopFrom: arns.pipeline, hopTo: arns.deploy }));
    const cut = panel().getByRole('region', { name: 'How to cut it' });
    await cut.getByText('It closes this edge alone.').waitFor();
    expect(await cut.getByRole('listitem').first().textContent()).toContain('trust policy “Trusted” of deploy');
    await cut.getByText('The statement').click();
    await cut.getByRole('group', { name: 'Statement “Trusted”' }).waitFor();
    await cut.getByText('1 principal no longer reaches deploy', { exact: true }).click();
    await cut.getByRole('button', { name: /pipeline/ }).click();
    await panel().getByText('Principal: pipeline').waitFor({ state: 'attached' });
  });

  it('says what to cut to protect a role, and which paths lead to what is worth guarding', async () => {
    await on.page.goto(address({ node: arns.deploy }));
    await panel().getByText('What to cut to protect this role').click();
    await panel()
      .getByText(/^\d+ of \d+ stopped$/)
      .waitFor();
    await panel().getByText('Paths to administrators and other high-value roles').click();
    await panel()
      .getByRole('button', { name: /admin.*1 hop/ })
      .click();
    await on.page.getByRole('heading', { level: 1, name: 'deploy → admin' }).waitFor();
    await on.page.getByText('What to cut to stop this').click();
    await on.page
      .getByText('Removing any one of these statements closes every chain. Those that the fewest others depend on come first:')
      .waitFor();
    await on.page
      .getByText(/other principals? no longer reach(es)? admin either\.|Nobody else loses access to the role\./)
      .first()
      .waitFor();
  });

  it('narrows by organizational unit', async () => {
    await on.page.goto(address({ to: arns.admin }));
    await on.page.getByText(/^Narrow these/).click();
    await on.page
      .getByRole('group', { name: 'Unit' })
      .getByRole('button', { name: /^Infrastructure, / })
      .click();
    await on.page.getByText(/^Narrow: \d+ of/).waitFor();
    await on.page.getByText(/^3 of 7 principals in 1 account, all under conditions\.$/).waitFor();
    expect(new URL(on.page.url()).searchParams.getAll('unit')).toEqual(['Root / Infrastructure']);
    expect(await on.page.locator('tbody th .principal-account').allTextContents()).not.toContain('acme-prod');
  });

  it('says how many come from outside, and that nobody does', async () => {
    await on.page.goto(address({ to: arns.admin }));
    await on.page.getByText("2 from outside the organization's accounts.").waitFor();
    await on.page.goto(address({ to: arns.admin, kind: 'user' }));
    await on.page.getByText("2 of all 7 from outside the organization's accounts.").waitFor();
    const { reachTo } = createFakeQuestions();
    on.questions = {
      ...on.questions,
      reachTo: async (name, options) => {
        const answer = await reachTo(name, options);
        const rows = answer.rows.filter(({ principal }) => principal.kind === 'user' || principal.kind === 'role');
        return { ...answer, rows, total: rows.length };
      },
    };
    await on.page.goto(address({ to: arns.deploy }));
    await on.page.getByText("Nobody from outside the organization's accounts.").waitFor();
  });

  it('offers no narrowing of a single row', async () => {
    await on.page.goto(address({ from: arns.deploy }));
    await on.page.getByText(/^1 role in 1 account/).waitFor();
    await on.page.getByRole('heading', { name: 'Roles it can reach' }).waitFor();
    expect(await on.page.getByText(/^Narrow/).count()).toBe(0);
  });

  it('searches with the keyboard and opens what is picked', async () => {
    await on.page.goto(on.url);
    await heading().waitFor();
    await on.page.keyboard.press('/');
    await on.page.keyboard.type('role:dep');
    await on.page.getByRole('option', { name: /deploy/ }).waitFor();
    await on.page.keyboard.press('ArrowDown');
    await on.page.keyboard.press('Enter');
    await on.page.getByRole('heading', { level: 1, name: 'deploy' }).waitFor();
    expect(new URL(on.page.url()).searchParams.get('node')).toBe(arns.deploy);
    await panel().getByText('AROAEXAMPLE').waitFor();
  });

  it('says that a search finds nothing', async () => {
    await on.page.goto(on.url);
    await on.page.getByRole('combobox', { name: 'Search' }).fill('nobody-has-this-name');
    await on.page.getByText('Nothing is called “nobody-has-this-name”.').waitFor();
  });

  it('finds the chains from one to another, reads a reason, and goes back', async () => {
    await on.page.goto(on.url);
    await on.page.getByRole('combobox', { name: 'From' }).fill('alice');
    await on.page.getByRole('option', { name: /alice/ }).click();
    await on.page.getByRole('heading', { level: 1, name: 'What can alice reach?' }).waitFor();
    await on.page.getByRole('combobox', { name: 'To', exact: true }).fill('admin');
    await on.page.getByRole('option', { name: /admin/ }).click();
    await on.page.getByRole('heading', { level: 1, name: 'alice → admin' }).waitFor();
    await on.page.getByRole('heading', { name: 'Chain 2' }).waitFor();
    expect(await on.page.getByRole('img', { name: /^Picture: 5 principals, 5 edges/ }).isVisible()).toBe(true);

    await on.page.getByRole('button', { name: 'Why hop 2, pipeline to deploy, needs ExternalId?' }).first().click();
    await panel().getByText('pipeline can assume deploy.').waitFor();
    expect(await panel().getByText('Up to the caller').isVisible()).toBe(true);
    expect(await panel().getByText('acme-7781').isVisible()).toBe(true);
    const marked = (await panel().locator('mark').allTextContents()).join('\n');
    expect(marked).toContain('"Sid": "Trusted"');
    expect(marked).not.toContain('Unrelated');

    await on.page.keyboard.press('Escape');
    await panel().waitFor({ state: 'detached' });
    await on.page.goBack();
    await panel().getByText('pipeline can assume deploy.').waitFor();
    await on.page.goBack();
    await on.page.goBack();
    await on.page.getByRole('heading', { level: 1, name: 'What can alice reach?' }).waitFor();
    await on.page.goForward();
    await on.page.getByRole('heading', { level: 1, name: 'alice → admin' }).waitFor();
  });

  it('opens the details of a card that is clicked in the picture', async () => {
    await on.page.goto(address({ from: arns.alice, to: arns.audit }));
    const canvas = on.page.getByRole('img', { name: /^Picture/ });
    await canvas.scrollIntoViewIfNeeded();
    const position = await canvas.evaluate((element, arn) => {
      const { cy } = (element as HTMLElement & { _cyreg: { cy: Core } })._cyreg;
      return cy.getElementById(`n:${arn}`).renderedPosition();
    }, arns.alice);
    await canvas.click({ position });
    await panel().waitFor();
    expect(new URL(on.page.url()).searchParams.get('node')).toBe(arns.alice);
  });

  it('lists who can reach a role, sorts, filters, and shows one chain', async () => {
    await on.page.goto(address({ to: arns.admin }));
    await on.page.getByRole('heading', { level: 1, name: 'Who can reach admin?' }).waitFor();
    const names = () => on.page.locator('tbody th .principal-text > .name').allTextContents();
    expect((await names())[0]).toBe('deploy');
    for (const direction of ['ascending', 'descending'] as const) {
      if (look.width > 700) await on.page.getByRole('button', { name: /^Hops/ }).click();
      else {
        await on.page
          .getByRole('button', { name: /^Sort: / })
          .first()
          .click();
        await on.page.getByRole('menuitemcheckbox', { name: /^Hops/ }).click();
      }
      expect(await on.page.locator(`th[aria-sort=${direction}]`).textContent()).toMatch(/^Hops/);
    }
    expect((await names()).at(-1)).toMatch(/deploy|AWSReserved/);
    await on.page.getByRole('searchbox', { name: 'Filter the table' }).fill('source ip');
    expect(await names()).toEqual(expect.arrayContaining(['audit']));
    expect(await names()).not.toContain('deploy');
    await on.page.getByRole('button', { name: 'Draw alone: chain of audit' }).click();
    await on.page.getByRole('img', { name: /^Picture: 3 principals, 2 edges/ }).waitFor();
    expect(new URL(on.page.url()).searchParams.has('picked')).toBe(true);
    await on.page.getByRole('button', { name: 'All chains from audit' }).click();
    await on.page.getByRole('heading', { level: 1, name: 'audit → admin' }).waitFor();
  });

  it('keeps the filters in the address', async () => {
    await on.page.goto(address({ to: arns.admin }));
    await on.page.getByRole('checkbox', { name: 'unconditional' }).check();
    await on.page.getByText('2 principals in 1 account').waitFor();
    await on.page.getByText("Nobody from outside the organization's accounts passes the filters above.").waitFor();
    expect(on.page.url()).toContain('unconditional=true');
    await on.page.reload();
    expect(await on.page.getByRole('checkbox', { name: 'unconditional' }).isChecked()).toBe(true);
  });

  it('says why there is no chain', async () => {
    await on.page.goto(address({ from: arns.bob, to: arns.admin }));
    await on.page.getByRole('heading', { name: 'No chain within 8 hops' }).waitFor();
    await on.page.getByRole('heading', { name: 'Why not directly?' }).waitFor();
    await on.page.getByText('No statement of the trust policy names bob.').waitFor();
    await on.page.getByRole('button', { name: 'Who can reach the role' }).click();
    await on.page.getByRole('heading', { level: 1, name: 'Who can reach admin?' }).waitFor();
  });

  it('says that nobody is reached', async () => {
    await on.page.goto(address({ from: arns.admin }));
    await on.page.getByRole('heading', { name: 'It can reach no role' }).waitFor();
  });

  it('shows the Cypher and copies it', async () => {
    await on.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await on.page.goto(address({ from: arns.alice, to: arns.admin }));
    await on.page.getByText('Cypher behind this view').click();
    await on.page.getByRole('button', { name: 'Copy' }).click();
    await on.page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await on.page.evaluate('navigator.clipboard.readText()')).toContain('MATCH p = ');
  });

  it('asks which principal is meant', async () => {
    await on.page.goto(address({ to: 'role/' }));
    await on.page.getByText('Did you mean:').waitFor();
    on.expectRefusal(409);
    await on.page.getByRole('alert').getByRole('button', { name: /audit/ }).click();
    await on.page.getByRole('heading', { level: 1, name: 'Who can reach audit?' }).waitFor();
  });

  it('offers the question the other way round where nobody can be reached', async () => {
    await on.page.goto(address({ to: arns.alice }));
    await on.page.getByRole('alert').getByRole('button', { name: 'What can it reach?' }).click();
    on.expectRefusal(422);
    await on.page.getByRole('heading', { level: 1, name: 'What can alice reach?' }).waitFor();
  });

  it('searches the roles of an account that was named in place of a role', async () => {
    const root = { ...{ arn: 'arn:aws:iam::300000000003:root', kind: 'root', name: '300000000003' }, accountId: '300000000003' };
    const searched: string[] = [];
    on.questions = {
      ...on.questions,
      reachTo: () =>
        Promise.reject(new QueryError('not-a-role', 'It names no role.', [{ ...root, accountName: 'acme-prod', collected: true }])),
      search: (text, options) => {
        searched.push(text);
        return createFakeQuestions().search('role:deploy', options);
      },
    };
    await on.page.goto(address({ to: 'acme-prod' }));
    const offer = on.page.getByRole('alert').getByRole('button', { name: 'Search the roles of acme-prod' });
    await offer.waitFor();
    on.expectRefusal(422);
    await offer.press('Enter');
    await on.page.getByRole('option', { name: /deploy/ }).click();
    expect(searched).toEqual(['account:300000000003 role:']);
    await on.page.getByRole('heading', { level: 1, name: 'deploy' }).waitFor();
  });

  it('shows an error of the server and tries again', async () => {
    const working = on.questions;
    on.questions = { ...working, paths: () => Promise.reject(new StoreError('store-unavailable', 'The database is being restarted.')) };
    await on.page.goto(address({ from: arns.alice, to: arns.admin }));
    await on.page.getByRole('alert').getByText('The database is being restarted.').waitFor();
    on.expectRefusal(503);
    on.questions = working;
    await on.page.getByRole('button', { name: 'Try again' }).click();
    await on.page.getByRole('heading', { level: 1, name: 'alice → admin' }).waitFor();
  });

  it('shows that the server is gone', async () => {
    await on.page.goto(on.url);
    await on.page.getByRole('heading', { name: 'Ways in from outside' }).waitFor();
    await on.context.setOffline(true);
    await on.page.getByRole('button', { name: /anyone.*1 role/ }).click();
    await on.page.getByRole('alert').getByText('Rolepath does not answer').waitFor();
    on.expectComplaints('ERR_INTERNET_DISCONNECTED');
  });

  it('says what a limit cut, and shows the rest on demand', async () => {
    const fake = createFakeQuestions();
    let asked = 0;
    on.questions = {
      ...on.questions,
      reachTo: async (name, options = {}) => {
        asked += 1;
        if (asked === 2) throw new StoreError('store-unavailable', 'It rests.');
        return fake.reachTo(name, { ...options, limit: Math.min(3, options.limit ?? 1000) });
      },
    };
    await on.page.goto(address({ to: arns.admin }));
    const note = on.page.getByRole('note').filter({ hasText: 'rows are shown' });
    const more = note.getByRole('button', { name: 'Show more' });
    await note.getByText('Cut: 3 of 7 rows are shown.').waitFor();
    // Who was cut may come from outside.
    expect(await on.page.getByText('from outside the organization').count()).toBe(0);
    await more.click();
    await note.getByRole('alert').waitFor();
    on.expectRefusal(503);
    await more.click();
    await note.getByText('Cut: 6 of 7 rows are shown.').waitFor();
    await more.click();
    await note.waitFor({ state: 'detached' });
    expect(await on.page.locator('tbody th').count()).toBe(7);
    await on.page.getByRole('img', { name: /^Picture: 8 principals/ }).waitFor();
    await on.page.getByText('from outside the organization').waitFor();
    expect(asked).toBe(4);
  });

  it('shows more chains on demand, but not those of another snapshot', async () => {
    const fake = createFakeQuestions();
    const whole = await fake.paths(arns.alice, arns.admin);
    const paths = [...whole.paths, ...whole.paths];
    let snapshot = whole.snapshot;
    on.questions = {
      ...on.questions,
      paths: async (_from, _to, { offset = 0 } = {}) => {
        const next = offset + 1 < paths.length ? offset + 1 : null;
        return { ...whole, snapshot, paths: paths.slice(offset, offset + 1), next, truncated: next !== null };
      },
    };
    await on.page.goto(address({ from: arns.alice, to: arns.admin }));
    const note = on.page.getByRole('note').filter({ hasText: 'chains are shown' });
    await note.getByText('Cut: the first 1 chains are shown.').waitFor();
    await note.getByRole('button', { name: 'Show more' }).click();
    await on.page.getByRole('heading', { level: 3, name: /^Chain 2/ }).waitFor();
    snapshot = 'fake-2';
    await note.getByRole('button', { name: 'Show more' }).click();
    await note.getByRole('alert').getByText('Another snapshot is served now').waitFor();
    expect(await on.page.getByRole('heading', { level: 3, name: /^Chain / }).count()).toBe(2);
  });

  it('draws a part of what is too much, and says so', async () => {
    const fake = createFakeQuestions();
    on.questions = {
      ...on.questions,
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
    await on.page.goto(address({ to: arns.admin }));
    await on.page.getByText(/900 principals are drawn as counts by account/).waitFor();
    await on.page.getByRole('button', { name: 'Show 200 more of 700' }).click();
    expect(await on.page.locator('tbody tr').count()).toBe(400);
  });

  it('runs nothing that a name holds, and shows hidden characters', async () => {
    await on.page.goto(address({ from: arns.bob, to: arns.hostile, node: arns.hostile, hopFrom: arns.bob, hopTo: arns.hostile }));
    await panel().getByText('The trust policy names bob.').waitFor();
    await on.page.goto(address({ node: arns.hostile }));
    await panel().getByText('<i>platform</i>').waitFor();
    const text = (await heading().textContent()) ?? '';
    expect(text).toContain('<img src=x onerror=alert(1)>');
    expect(text).toContain('⟨U+202E⟩');
    expect(text).toContain('⟨U+0007⟩');
    expect(text).not.toContain('\u202E');
    await on.page.getByRole('combobox', { name: 'Search' }).fill('onerror');
    await on.page.getByRole('option').first().waitFor();
    await on.page.getByRole('combobox', { name: 'From' }).fill(hostileName);
    await on.page.keyboard.press('Enter');
    await on.page
      .getByRole('heading', { level: 1, name: /What can/ })
      .or(on.page.getByRole('heading', { name: 'It can reach no role' }))
      .first()
      .waitFor();
    expect(await on.page.locator('img[src="x"], main i, main b:not(.name)').count()).toBe(0);
  });

  it('asks for the token and keeps it for the tab', async () => {
    const guarded = await startServer({
      questions: () => on.questions,
      webRoot: on.webRoot,
      log: silentLog,
      port: 0,
      token: 'open-sesame',
    });
    try {
      await on.page.goto(guarded.url);
      const dialog = on.page.getByRole('dialog', { name: 'This server asks for its token' });
      await dialog.getByLabel('Token').fill('wrong');
      await on.page.keyboard.press('Enter');
      await dialog.getByText('That is not the token.').waitFor();
      await dialog.getByLabel('Token').fill('open-sesame');
      await on.page.keyboard.press('Enter');
      await on.page.getByRole('heading', { name: 'Ways in from outside' }).waitFor();
      on.expectRefusal(401);
      await on.page.reload();
      await on.page.getByRole('heading', { name: 'Ways in from outside' }).waitFor();
      expect(await dialog.isVisible()).toBe(false);
    } finally {
      // The page asks on as long as it is open.
      await on.page.goto('about:blank');
      await guarded.close();
    }
  });

  it('lists its keyboard shortcuts', async () => {
    await on.page.goto(on.url);
    await heading().waitFor();
    await on.page.keyboard.press('?');
    await on.page.getByRole('dialog', { name: 'Keyboard' }).getByText('Swap from and to').waitFor();
    await on.page.keyboard.press('Escape');
    await on.page.getByRole('dialog').waitFor({ state: 'hidden' });
  });
});

describe.skipIf(browserIsMissing())('the page in one look', () => {
  const on = usePage({ savedQueries: sampleQueries });
  const { address, heading, panel } = partsOf(on);

  it('takes four taps on a phone to what stops a chain, and puts the keyboard away before the answer', async () => {
    await on.openContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    let taps = 0;
    const tap = async (target: ReturnType<typeof heading>): Promise<void> => {
      taps++;
      await target.tap();
    };
    const typesInto = () => on.page.evaluate(() => document.querySelector('input:focus')?.id ?? null);
    await on.page.goto(on.url);
    await tap(on.page.getByRole('combobox', { name: 'From' }));
    await on.page.keyboard.type('alice');
    await tap(on.page.getByRole('option', { name: /alice/ }));
    // In the same turn as the tap: later, a phone would not open its keyboard.
    expect(await typesInto()).toBe('to');
    await on.page.keyboard.type('admin');
    await tap(on.page.getByRole('option', { name: /admin/ }));
    expect(await typesInto()).toBe(null);
    await tap(on.page.getByText('What to cut to stop this'));
    await on.page.getByText('Removing any one of these statements closes every chain').waitFor();
    expect(taps).toBeLessThanOrEqual(4);
  });

  it('keeps every part of the bars in its place while somebody types', async () => {
    const places = () =>
      on.page.evaluate(() =>
        [...document.querySelectorAll('.top > *, .top-end > *, .question input, .question select, .question button')].map((part) => {
          const { x, y, width, height } = part.getBoundingClientRect();
          return { part: part.id || part.className, x, y, width, height };
        }),
      );
    await on.page.goto(on.url);
    await on.page.locator('.snapshot-source').waitFor();
    const before = await places();
    for (const name of ['Search', 'From', 'To']) {
      await on.page.getByRole('combobox', { name, exact: true }).fill('alice');
      expect(await places()).toEqual(before);
    }
  });

  it('shows the whole name of what the snapshot was made from where the search box can give way', async () => {
    await on.page.route('**/api/v1/summary*', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ json: { ...(await answer.json()), source: 'Example organization' } });
    });
    for (const width of [1440, 1280]) {
      await on.page.setViewportSize({ width, height: 900 });
      await on.page.goto(on.url);
      const source = on.page.locator('.snapshot-source');
      await source.getByText('Example organization').waitFor();
      expect(await source.evaluate((part) => part.scrollWidth - part.clientWidth)).toBe(0);
    }
  });

  it.each(looks)('shows whole the ARNs of the statements that decide, $theme at $width pixels', async (look) => {
    await on.openLook(look);
    await on.page.goto(address({ from: arns.alice, to: arns.admin, hopFrom: arns.pipeline, hopTo: arns.deploy }));
    const statements = panel().getByRole('group', { name: 'Policy trust' });
    await statements.getByText(arns.pipeline).waitFor();
    const [hiddenWidth, lines] = await statements.evaluate((box) => {
      const line = [...box.querySelectorAll('mark')].find(({ textContent }) => textContent?.includes('arn:aws:iam'));
      return [box.scrollWidth - box.clientWidth, (line?.clientHeight ?? 0) / Number.parseFloat(getComputedStyle(box).lineHeight)];
    });
    expect(hiddenWidth).toBe(0);
    expect(Math.round(lines)).toBeGreaterThan(1);
  });

  it('follows the system theme until one is chosen', async () => {
    await on.page.emulateMedia({ colorScheme: 'dark' });
    await on.page.goto(on.url);
    const theme = () => on.page.locator('html').getAttribute('data-theme');
    await heading().waitFor();
    expect(await theme()).toBe('dark');
    await on.page.getByRole('button', { name: 'Theme: system' }).click();
    expect(await theme()).toBe('light');
    await on.page.reload();
    await heading().waitFor();
    expect(await theme()).toBe('light');
  });

  it('has no field into which a phone would zoom whoever fills it in', async () => {
    await on.openContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    const seen = new Set<string>();
    const scenes = [{}, { to: arns.admin }, { page: 'queries' }, { page: 'queries', query: 'who-enters' }, { page: 'cypher' }];
    for (const scene of scenes) {
      await on.page.goto(address(scene as Record<string, string>));
      await on.page.locator('main h1').waitFor();
      await on.page.waitForLoadState('networkidle');
      const sizes = await on.page.evaluate(() =>
        [
          ...document.querySelectorAll('input:not([type=checkbox], [type=radio], [type=file]), select, textarea'),
          ...(document.querySelector('.editor-frame > div')?.shadowRoot?.querySelectorAll('.cm-content') ?? []),
        ].map((field) => [
          field.id || field.className || field.ariaLabel || field.tagName,
          Number.parseFloat(getComputedStyle(field).fontSize),
        ]),
      );
      for (const [field, size] of sizes) {
        seen.add(String(field));
        expect([field, size]).toEqual([field, 16]);
      }
    }
    expect(seen.size).toBeGreaterThan(4);
  });

  it('keeps what limits a question in one row on a phone', async () => {
    await on.openContext({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    await on.page.goto(address({ to: arns.admin }));
    const limits = on.page.locator('.question .inline');
    await limits.first().waitFor();
    const places = await limits.evaluateAll((labels) => labels.map((label) => label.getBoundingClientRect().top));
    expect(places.length).toBe(3);
    expect(new Set(places).size).toBe(1);
  });

  it('leads on a phone from card to card of a chain without a gap, and breaks no word of an address that it can break elsewhere', async () => {
    await on.openLook({ theme: 'light', width: 390, height: 844 });
    await on.page.goto(address({ from: arns.alice, to: arns.admin }));
    const hops = on.page.locator('.hops').first();
    await hops.waitFor();
    const gaps = await hops.evaluate((list) => {
      const parts = [...list.querySelectorAll('.principal-button, .hop')].map((part) => part.getBoundingClientRect());
      return parts.slice(1).map((part, index) => Math.round(part.top - (parts[index]?.bottom ?? 0)));
    });
    expect(gaps.length).toBe(6);
    expect(new Set(gaps)).toEqual(new Set([0]));
    const reachTo = async () => {
      throw new QueryError('not-a-role', `"${arns.alice}" is no role.`);
    };
    on.questions = { ...on.questions, reachTo };
    await on.page.goto(address({ to: arns.alice }));
    await on.page.getByRole('alert').waitFor();
    expect(await on.page.getByRole('alert').locator('p wbr').count()).toBeGreaterThan(4);
    on.expectRefusal(422);
  });
});
