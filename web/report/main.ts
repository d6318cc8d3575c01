/** The report's script: filters, pages, theme, and what is printed. It reads the data that stands in the page and asks nobody. */
import type { ReportData, ReportFinding } from '../../queries/audit/report-data.ts';
import { byId, element } from './dom.ts';
import { showFinding } from './finding.ts';
import './report.css';

const pageSize = 50;
const mostPrinted = 500;

const data = JSON.parse(document.getElementById('data')?.textContent ?? '{}') as ReportData;
const list = byId('list', HTMLOListElement);
const status = byId('status', HTMLParagraphElement);
const pages = byId('pages', HTMLElement);
const about = byId('about', HTMLElement);
const filters = byId('filters', HTMLFormElement);
const text = byId('text', HTMLInputElement);
const account = byId('account', HTMLSelectElement);
const muted = byId('muted', HTMLInputElement);
const severities = [...document.querySelectorAll<HTMLButtonElement>('[data-severity]')];
const queries = [...document.querySelectorAll<HTMLButtonElement>('[data-query]')];

let page = 0;
let shown: readonly ReportFinding[] = [];

const isPressed = (button: Element): boolean => button.getAttribute('aria-pressed') === 'true';
const press = (button: Element, pressed: boolean): void => button.setAttribute('aria-pressed', String(pressed));

/** What a search looks into, made when it is first needed. */
const haystacks = new Map<ReportFinding, string>();
function haystackOf(finding: ReportFinding): string {
  const known = haystacks.get(finding);
  if (known !== undefined) return known;
  const { q, p, r, a, c, d, id } = finding;
  const who = [p, r, ...(c?.p ?? [])].map((place) => data.principals[place]?.join(' ') ?? '');
  const made = [id, data.queries[q]?.id, data.queries[q]?.title, ...who, data.accounts[a]?.join(' '), JSON.stringify(d ?? '')]
    .join(' ')
    .toLowerCase();
  haystacks.set(finding, made);
  return made;
}

function filter(): void {
  const wanted = new Set(severities.filter(isPressed).map((button) => button.dataset['severity']));
  const query = queries.find(isPressed)?.dataset['query'];
  const words = (text?.value ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const place = account?.value === undefined || account.value === '' ? null : Number(account.value);
  shown = data.findings.filter((finding) => {
    const asked = data.queries[finding.q];
    if (finding.m !== undefined && muted?.checked !== true) return false;
    if (query !== undefined ? asked?.id !== query : wanted.size > 0 && !wanted.has(asked?.severity)) return false;
    if (place !== null && finding.a !== place) return false;
    return words.every((word) => haystackOf(finding).includes(word));
  });
  page = 0;
  showAbout(query);
  render();
}

function showAbout(id: string | undefined): void {
  const query = data.queries.find((one) => one.id === id);
  if (about === null) return;
  about.hidden = query === undefined;
  if (query === undefined) return;
  const values = Object.entries(query.values).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  about.replaceChildren(
    element('h2', {}, query.title),
    element('p', {}, query.question),
    element('p', {}, element('b', {}, 'What to do: '), query.remediation),
    element('p', { class: 'note' }, [query.id, query.category, ...query.tags].join(' · ')),
    ...query.references.map((reference) =>
      element('p', { class: 'note' }, element('a', { href: reference, rel: 'noreferrer' }, reference)),
    ),
    element(
      'details',
      {},
      element('summary', {}, 'Cypher'),
      element('pre', { tabindex: '0' }, query.cypher),
      values.length === 0 ? null : element('p', { class: 'note' }, `with ${values.join(', ')}`),
    ),
  );
}

function render(): void {
  const last = Math.max(Math.ceil(shown.length / pageSize) - 1, 0);
  const from = page * pageSize;
  fill(shown.slice(from, from + pageSize));
  const many = (count: number): string => `${count.toLocaleString('en-US')} ${count === 1 ? 'finding' : 'findings'}`;
  const range =
    last === 0 ? '' : `, ${(from + 1).toLocaleString('en-US')} to ${Math.min(from + pageSize, shown.length).toLocaleString('en-US')} shown`;
  status?.replaceChildren(shown.length === 0 ? 'No finding fits. Clear the filters to see all.' : `${many(shown.length)}${range}`);
  if (pages === null) return;
  pages.hidden = last === 0;
  const button = (label: string, to: number): HTMLButtonElement => {
    const made = element('button', { type: 'button' }, label);
    made.disabled = to < 0 || to > last || to === page;
    made.addEventListener('click', () => {
      page = to;
      render();
      list?.scrollIntoView();
    });
    return made;
  };
  pages.replaceChildren(
    button('First', 0),
    button('Previous', page - 1),
    element('span', {}, `Page ${(page + 1).toLocaleString('en-US')} of ${(last + 1).toLocaleString('en-US')}`),
    button('Next', page + 1),
    button('Last', last),
  );
}

function fill(findings: readonly ReportFinding[], printedWidth?: number): void {
  const isTitled = !queries.some(isPressed);
  const room = printedWidth ?? Math.max((list?.clientWidth ?? 0) - 34, 200);
  list?.replaceChildren(...findings.map((finding) => showFinding(finding, data, isTitled, room)));
}

for (const button of severities) {
  button.addEventListener('click', () => {
    press(button, !isPressed(button));
    for (const query of queries) press(query, false);
    filter();
  });
}
for (const button of queries) {
  button.addEventListener('click', () => {
    const pressed = !isPressed(button);
    for (const other of [...queries, ...severities]) press(other, false);
    press(button, pressed);
    filter();
    if (pressed && (about?.getBoundingClientRect().top ?? 0) > window.innerHeight) about?.scrollIntoView();
  });
}

let typing: ReturnType<typeof setTimeout> | undefined;
text?.addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(filter, 150);
});
account?.addEventListener('change', filter);
muted?.addEventListener('change', filter);
filters?.addEventListener('submit', (event) => event.preventDefault());
filters?.addEventListener('reset', () => {
  for (const button of [...queries, ...severities]) press(button, false);
  setTimeout(filter);
});

const accounts = [...data.accounts.keys()].sort((left, right) =>
  (data.accounts[left]?.[1] ?? '').localeCompare(data.accounts[right]?.[1] ?? ''),
);
for (const place of accounts) {
  const [id = '', name = ''] = data.accounts[place] ?? [];
  account?.append(element('option', { value: String(place) }, name === id ? id : `${name} (${id})`));
}
if (filters !== null) filters.hidden = false;

const theme = byId('theme', HTMLButtonElement);
const isDark = (): boolean =>
  (document.documentElement.dataset['theme'] ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
if (theme !== null) {
  const nameTheme = (): void => theme.replaceChildren(isDark() ? 'Light' : 'Dark');
  theme.hidden = false;
  nameTheme();
  theme.addEventListener('click', () => {
    document.documentElement.dataset['theme'] = isDark() ? 'light' : 'dark';
    nameTheme();
  });
}

/** Paper has no pages of fifty: what the filters leave is printed, evidence open, up to a number that a printer bears. */
window.addEventListener('beforeprint', () => {
  fill(shown.slice(0, mostPrinted), 640);
  for (const part of document.querySelectorAll('details')) part.open = true;
  if (shown.length > mostPrinted) status?.append(`; the first ${mostPrinted} are printed`);
});
window.addEventListener('afterprint', () => {
  for (const part of document.querySelectorAll('details')) part.open = false;
  render();
});

let width = window.innerWidth;
window.addEventListener('resize', () => {
  if (window.innerWidth === width) return;
  width = window.innerWidth;
  render();
});

filter();
