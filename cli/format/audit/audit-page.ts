/**
 * The audit as one HTML file that opens by double click: its data, script and style are in it, and its content security policy lets it
 * load nothing. The counts and queries stand in the markup; the findings are shown page by page by the script (web/report/).
 */
import { createHash } from 'node:crypto';
import { toReportData } from '../../../queries/audit/report-data.ts';
import type { AuditAnswer, AuditQuery } from '../../../queries/audit-answer.ts';
import { severities } from '../../../queries/saved/metadata.ts';
import { shortArn } from '../principal-text.ts';
import { showText } from '../visible-text.ts';

export interface ReportAssets {
  readonly script: string;
  readonly style: string;
}

/** `version` is Rolepath's. In pieces, since the data may be large. */
export function* renderAuditPage(answer: AuditAnswer, version: string, { script, style }: ReportAssets): Generator<string> {
  const policy = `default-src 'none'; script-src '${hashOf(script)}'; style-src '${hashOf(style)}'; base-uri 'none'; form-action 'none'`;
  yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n';
  yield `<meta http-equiv="Content-Security-Policy" content="${policy}">\n`;
  yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">\n';
  yield `<title>Rolepath audit of ${html(answer.source)}</title>\n<style>${style}</style>\n</head>\n<body>\n`;
  yield header(answer, version);
  yield '<main>\n';
  yield guardSection(answer);
  yield '<div class="columns">\n';
  yield `<aside aria-label="Queries">\n${querySection(answer)}</aside>\n`;
  yield findingsSection(answer);
  yield '</div>\n</main>\n<script type="application/json" id="data">';
  const { findings, ...tables } = toReportData(answer);
  yield `${embed(tables).slice(0, -1)},"findings":[`;
  let separator = '';
  for (const finding of findings) {
    yield separator + embed(finding);
    separator = ',\n';
  }
  yield `]}</script>\n<script>${script}</script>\n</body>\n</html>\n`;
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** JSON that cannot end the script element it stands in. */
const embed = (value: unknown): string =>
  JSON.stringify(value).replace(/[<>\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

const html = (text: string): string => showText(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const many = (count: number, one: string, more = `${one}s`): string => `${count.toLocaleString('en-US')} ${count === 1 ? one : more}`;

function header(answer: AuditAnswer, version: string): string {
  const { createdAt, source, snapshot, engine, incomplete, truncated, muted, counts } = answer;
  const tiles = severities
    .toReversed()
    .filter((severity) => severity !== 'info' || (counts.info ?? 0) > 0)
    .map((severity) => {
      const count = counts[severity] ?? 0;
      return `<li><button type="button" class="tile ${severity}" data-severity="${severity}" aria-pressed="false"><b>${count.toLocaleString('en-US')}</b> ${severity}</button></li>`;
    });
  const notes = [
    ...(incomplete ? ['The snapshot was made of incomplete data: something was skipped or unknown.'] : []),
    ...(truncated ? ['Some queries found more than the limit of the run; what is beyond it is not in this report.'] : []),
    ...answer.mutes.flatMap(({ state, what, until, line }) => {
      if (state === 'used') return [];
      return [
        `The mute in line ${line} (${what}) ${state === 'expired' ? `ended on ${until}; its findings are back.` : 'fits no finding.'}`,
      ];
    }),
  ];
  return `<header>
<div class="title"><h1>Rolepath audit</h1><button type="button" id="theme" hidden>Dark</button></div>
<p class="about">${html(source)}, snapshot <code>${html(snapshot)}</code> of <time datetime="${html(createdAt)}">${html(createdAt.slice(0, 16).replace('T', ' '))} UTC</time>; ${many(answer.queries.length, 'query', 'queries')} on ${html(engine)}, Rolepath ${html(version)}${muted > 0 ? `; ${muted.toLocaleString('en-US')} muted` : ''}</p>
<ul class="tiles" aria-label="Findings by severity">${tiles.join('')}</ul>
${notes.map((note) => `<p class="warning">${html(note)}</p>\n`).join('')}</header>
`;
}

function guardSection({ guards }: AuditAnswer): string {
  if (guards.length === 0) return '';
  const rows = guards.map(({ met, expect, outcome, from, to, why, chain }) => {
    const ends = `<td>${html(shortArn(from))}</td><td>${html(shortArn(to))}</td>`;
    const said = [why, met ? null : (chain?.sentence ?? null)].flatMap((text) => (text === null ? [] : [`<p>${html(text)}</p>`]));
    return `<tr><td class="${met ? 'met' : 'unmet'}">${met ? '✓ met' : '✗ not met'}</td>${ends}<td>should be ${expect}, is ${outcome}${said.join('')}</td></tr>`;
  });
  return `<section class="card"><h2>Expectations</h2>\n<div class="scroll"><table><thead><tr><th>Met</th><th>From</th><th>To</th><th>Outcome</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div></section>\n`;
}

function querySection({ queries }: AuditAnswer): string {
  const found = queries.filter(({ status, muted }) => status === 'found' || muted > 0);
  const failed = queries.filter(({ status }) => status === 'failed');
  const passed = queries.filter(({ status, muted }) => status === 'passed' && muted === 0);
  return [
    `<h2>Queries with findings</h2>\n<ul class="queries">${found.map(queryButton).join('\n')}</ul>\n`,
    ...failed.map(({ id, error }) => `<p class="warning">${html(id)} could not be answered: ${html(error ?? '')}</p>\n`),
    passed.length === 0
      ? ''
      : `<details class="passed"><summary>${many(passed.length, 'query', 'queries')} found nothing</summary><ul>${passed.map(({ question }) => `<li>${html(question)}</li>`).join('')}</ul></details>\n`,
  ].join('');
}

const queryButton = ({ id, title, severity, findings, muted }: AuditQuery): string =>
  `<li><button type="button" data-query="${html(id)}" aria-pressed="false"><span class="badge ${severity}">${severity}</span> <span class="name">${html(title)}</span> <span class="count">${findings.toLocaleString('en-US')}${muted > 0 ? `<small> + ${muted.toLocaleString('en-US')} muted</small>` : ''}</span></button></li>`;

function findingsSection({ findings }: AuditAnswer): string {
  if (findings.length === 0) return '<section class="card"><h2>Findings</h2><p>There are none.</p></section>\n';
  return `<section aria-label="Findings" class="findings">
<form id="filters" hidden>
<label class="search">Search <input type="search" id="text" placeholder="name, ARN, account, query" autocomplete="off" spellcheck="false"></label>
<label>Account <select id="account"><option value="">all</option></select></label>
<label class="check"><input type="checkbox" id="muted"> show muted</label>
<button type="reset">Clear</button>
</form>
<p id="status" role="status"></p>
<section id="about" class="card" hidden></section>
<ol id="list"><li class="card">The findings are shown by a script that is part of this file; this browser does not run it.</li></ol>
<nav id="pages" aria-label="Pages" hidden></nav>
</section>
`;
}
