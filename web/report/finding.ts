/** One finding as a list item: who reaches what, the picture of the chain, what each hop asks for, and the statements that decided. */
import type { ReportData, ReportFinding } from '../../queries/audit/report-data.ts';
import { kindName } from '../src/names.ts';
import { askedWords, drawChain } from './chain-picture.ts';
import { element } from './dom.ts';

export function showFinding(finding: ReportFinding, data: ReportData, isTitled: boolean, room: number): HTMLLIElement {
  const { q, p, r, a, d, c, s, e = [], m, id } = finding;
  const query = data.queries[q];
  const account = data.accounts[a];
  const parts: (Node | null)[] = [
    element(
      'div',
      { class: 'head' },
      element('span', { class: `badge ${query?.severity ?? ''}` }, query?.severity ?? ''),
      isTitled ? element('b', {}, query?.title ?? '') : null,
      m === undefined ? null : element('span', { class: 'badge muted' }, 'muted'),
      account === undefined
        ? null
        : element('span', { class: 'where' }, account[1] === account[0] ? account[0] : `${account[1]} (${account[0]})`),
    ),
    c === undefined ? ends(data, p, r) : drawChain(c, data.principals, room),
    s === 'closed'
      ? element('p', { class: 'warning' }, 'There is a chain along edges alone; what sessions carry along it closes it.')
      : null,
    s === 'not-searched'
      ? element('p', { class: 'warning' }, 'There were too many findings to search the chain of each; “rolepath paths” shows it.')
      : null,
    d === undefined ? null : details(d, c !== undefined),
    m === undefined ? null : element('p', { class: 'note' }, `Muted until ${m[1]}: ${m[0]}`),
  ];
  if (c !== undefined || e.length > 0) parts.push(more(finding, data));
  parts.push(element('p', { class: 'id' }, `finding ${id}`));
  return element('li', { class: 'card finding' }, ...parts);
}

/** Who and what, where there is no chain to draw. */
function ends(data: ReportData, p: number, r: number): HTMLElement {
  const list = element('dl', {});
  for (const place of [p, r]) {
    const principal = data.principals[place];
    if (principal !== undefined)
      list.append(element('dt', {}, kindName(principal[1])), element('dd', {}, element('code', {}, principal[0])));
  }
  return list;
}

/** What a chain shows already. */
const drawn: ReadonlySet<string> = new Set(['hops', 'verdict', 'requires']);

function details(values: Readonly<Record<string, unknown>>, isDrawn: boolean): HTMLElement {
  const list = element('dl', {});
  for (const [name, value] of Object.entries(values)) {
    const text = Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : JSON.stringify(value);
    if (text === '' || (isDrawn && drawn.has(name))) continue;
    list.append(element('dt', {}, words(name)), element('dd', {}, text));
  }
  return list;
}

/** `lastUsedAt` as `last used at`. */
const words = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function more({ c, e = [] }: ReportFinding, data: ReportData): HTMLElement {
  const hops = (c?.e ?? []).map((asked, index) => {
    const from = data.principals[c?.p[index] ?? -1]?.[0] ?? '';
    const to = data.principals[c?.p[index + 1] ?? -1]?.[0] ?? '';
    const statements = e
      .filter(([hop]) => hop === index + 1)
      .flatMap(([, place]) => {
        const statement = data.statements[place];
        return statement === undefined ? [] : [statement];
      });
    return element(
      'li',
      {},
      element('code', {}, from),
      ' can assume ',
      element('code', {}, to),
      element(
        'span',
        { class: asked === null ? 'allowed' : 'asked' },
        asked === null ? ', without a condition' : `, if: ${asked === '' ? 'conditions hold' : askedWords(asked).join(', ')}`,
      ),
      element(
        'ul',
        {},
        ...statements.map(([gate, effect, name, index_, sid, policy]) =>
          element(
            'li',
            {},
            `${gate}: ${effect} statement ${index_}${sid === '' ? '' : ` (Sid “${sid}”)`} of ${name}, `,
            element('code', {}, policy),
          ),
        ),
      ),
    );
  });
  return element('details', {}, element('summary', {}, 'Evidence'), element('ol', { class: 'hops' }, ...hops));
}
