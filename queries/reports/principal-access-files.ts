/** The Principal Access Summary as files: CSV, JSON, JSON lines, and a workbook. Everything is written as it is read. */
import type { Envelope } from '../answers.ts';
import type { Assumer } from '../principal-access-answer.ts';
import { accessColumns, assumerColumns, capabilityColumns, capabilityRows } from './access-columns.ts';
import type { AccessFilter } from './access-filter.ts';
import { type CsvCell, csvLine } from './csv.ts';
import type { PrincipalAccess } from './principal-access.ts';
import { anySheet, type CellValue, type SheetColumn } from './workbook.ts';
import { writeWorkbook } from './xlsx.ts';

export const accessFormats = ['csv', 'json', 'jsonl', 'xlsx'] as const;
export type AccessFormat = (typeof accessFormats)[number];

export const accessMediaTypes: Readonly<Record<AccessFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
  jsonl: 'application/jsonl',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

export interface AccessFileOptions extends AccessFilter {
  /** The short list of who can use roles, and not a row for each capability. A workbook has both. */
  readonly shortList?: boolean;
}

/** The file in portions. Ending the iteration early stops the reading. */
export function writePrincipalAccess(
  report: PrincipalAccess,
  format: AccessFormat,
  { shortList = false, ...filter }: AccessFileOptions = {},
): AsyncGenerator<string | Uint8Array, void, undefined> {
  if (format === 'xlsx') return writeAccessWorkbook(report, filter);
  if (shortList) return writeText(report, report.assumers(filter), assumerColumns, format);
  return writeText(report, report.rows(filter), accessColumns, format);
}

async function* writeText<Row>(
  { envelope, analysisTime }: PrincipalAccess,
  rows: Iterable<Row> | AsyncIterable<Row>,
  columns: readonly SheetColumn<Row>[],
  format: Exclude<AccessFormat, 'xlsx'>,
): AsyncGenerator<string, void, undefined> {
  switch (format) {
    case 'csv':
      yield csvLine(columns.map(({ title }) => title));
      return yield* joined(rows, (row) => csvLine(columns.map(({ value }) => csvValue(value(row)))));
    case 'jsonl':
      return yield* joined(rows, (row) => `${JSON.stringify(row)}\n`);
    case 'json': {
      const head: Envelope & { analysisTime: string } = { ...envelope, analysisTime };
      yield `${JSON.stringify(head).slice(0, -1)},"rows":[`;
      let separator = '\n';
      yield* joined(rows, (row) => {
        const text = `${separator}${JSON.stringify(row)}`;
        separator = ',\n';
        return text;
      });
      yield '\n]}\n';
    }
  }
}

const csvValue = (value: CellValue): CsvCell => (value instanceof Date ? value.toISOString() : value);

const portionLength = 32 * 1024;

async function* joined<Row>(
  rows: Iterable<Row> | AsyncIterable<Row>,
  write: (row: Row) => string,
): AsyncGenerator<string, void, undefined> {
  let text = '';
  for await (const row of rows) {
    text += write(row);
    if (text.length < portionLength) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

function writeAccessWorkbook(report: PrincipalAccess, filter: AccessFilter): AsyncGenerator<Uint8Array, void, undefined> {
  const assumers = report.assumers(filter);
  return writeWorkbook(
    [
      anySheet({ name: 'Audit Summary', columns: factColumns, rows: listFacts(report, assumers, filter) }),
      anySheet({ name: 'Who Can Assume Roles', columns: assumerColumns, rows: assumers }),
      anySheet({ name: 'Principal Access Summary', columns: accessColumns, rows: report.rows(filter) }),
      anySheet({ name: 'Capability Mapping', columns: capabilityColumns, rows: capabilityRows }),
    ],
    { title: 'Principal Access Summary', createdAt: report.analysisTime },
  );
}

interface Fact {
  readonly what: string;
  readonly value: CellValue;
  readonly note?: string;
}

const factColumns: readonly SheetColumn<Fact>[] = [
  { title: 'fact', width: 54, value: ({ what }) => what },
  { title: 'value', width: 34, value: ({ value }) => value },
  { title: 'note', width: 110, value: ({ note }) => note ?? null },
];

function listFacts(
  report: PrincipalAccess,
  assumers: readonly Assumer[],
  { crossAccount = false, unconditional = false }: AccessFilter,
): Fact[] {
  const { envelope, analysisTime, source } = report;
  const within = assumers.filter((row) => row.roles_within_account > 0);
  const across = assumers.filter((row) => row.roles_across_accounts > 0);
  return [
    { what: 'Report', value: 'Principal Access Summary', note: 'AWS STS: who may do what with it, and which roles each principal may use' },
    { what: 'Analysis time (UTC)', value: new Date(analysisTime), note: 'When the snapshot was made' },
    { what: 'Snapshot', value: envelope.snapshot },
    { what: 'Source', value: source },
    {
      what: 'Made of incomplete data',
      value: envelope.incomplete,
      note: 'TRUE: something of the input was skipped or unknown; "rolepath ingest" said what',
    },
    { what: 'Only roles of other accounts', value: crossAccount },
    { what: 'Only what asks for nothing', value: unconditional },
    {
      what: 'Principals that can use some role',
      value: assumers.length,
      note: 'Sheet "Who Can Assume Roles": one row for each. Directly; chains are not counted',
    },
    { what: 'Principals that can use roles within their account', value: within.length },
    { what: '  of these without conditions', value: within.filter((row) => row.unconditional_within_account > 0).length },
    { what: 'Principals that can use roles of other accounts', value: across.length },
    { what: '  of these without conditions', value: across.filter((row) => row.unconditional_across_accounts > 0).length },
    {
      what: 'use-resource',
      value: 'one row for each principal and role',
      note: 'By both sides: what the principal is allowed and what the role trusts. "conditional": some calls pass, see "conditions"',
    },
    {
      what: 'read-data, write-data',
      value: 'one row for each principal',
      note: 'What its identity policies, boundary and SCPs allow on some resource; sheet "Capability Mapping" lists the actions',
    },
    {
      what: 'sts:GetCallerIdentity, sts:GetSessionToken',
      value: 'always',
      note: 'AWS asks for no permission: every user and role has the first, every user the second',
    },
  ];
}
