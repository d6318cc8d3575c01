/**
 * Requests made from the OpenAPI document, to the built server over the example organization: every operation, as it should be
 * asked and as it should not. Whatever comes back must be what the document says, to the last field and code.
 */
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument } from '../../server/routes.ts';
import { runCli, servedAddress, startCli } from '../cli/run-cli.ts';

type Json = Record<string, unknown>;
interface Schema extends Json {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}
interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly schema: Schema;
  readonly example?: string;
}
interface Answer {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}
interface Operation {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema; readonly example: Json } } };
  readonly responses: Readonly<Record<string, Answer>>;
}
interface Asked {
  readonly parameters: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const document = JSON.parse(JSON.stringify(openApiDocument())) as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; responses: Record<string, Answer> };
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ id: operation.operationId, method, path, operation })),
);

/** Clients must bear new fields, but the server must not have any that the document does not know: here all objects are closed. */
function close(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(close);
  if (typeof schema !== 'object' || schema === null) return schema;
  const closed = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, key === 'allOf' ? value : close(value)]));
  return 'properties' in closed && !('additionalProperties' in closed) ? { ...closed, additionalProperties: false } : closed;
}

const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
ajv.addSchema({ $id: 'api', components: { ...document.components, schemas: close(document.components.schemas) } } as Json);
const checks = new Map<string, ReturnType<typeof ajv.compile>>();
function faultsOf(schema: Schema, value: unknown): unknown {
  const text = JSON.stringify(schema).replaceAll('"#/', '"api#/');
  const check = checks.get(text) ?? ajv.compile(JSON.parse(text) as Json);
  checks.set(text, check);
  return check(value) ? null : check.errors?.slice(0, 5);
}

let dataDir: string;
let server: ChildProcess;
let base: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'rolepath-generated-'));
  const ingested = await runCli(['ingest', 'examples/acme', '--data', dataDir], { cwd: join(import.meta.dirname, '../..') });
  expect(ingested).toMatchObject({ exitCode: 0 });
  server = startCli(['serve', '--port', '0', '--data', dataDir]);
  base = (await servedAddress(server)).replace(/\/$/, '');
}, 120_000);
afterAll(async () => {
  const ended = new Promise((resolve) => server?.once('close', resolve));
  server?.kill('SIGTERM');
  await ended;
  await rm(dataDir, { recursive: true, force: true });
});

/** Asks, and holds what comes against the document. Resolves to the status. */
async function ask({ method, path, operation }: (typeof operations)[number], { parameters, body }: Asked): Promise<number> {
  let address = path;
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (path.includes(`{${name}}`)) address = address.replace(`{${name}}`, encodeURIComponent(value));
    else query.set(name, value);
  }
  const response = await fetch(`${base}${address}?${query}`, {
    method: method.toUpperCase(),
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
  });
  const text = await response.text();
  const asked = `${method} ${address}?${query} ${JSON.stringify(body)} → ${response.status} ${text.slice(0, 300)}`;
  const promised = operation.responses[response.status];
  if (!promised) throw new Error(`The document does not know this status: ${asked}`);
  const { content = {} } = promised.$ref ? (document.components.responses[promised.$ref.split('/').at(-1) ?? ''] ?? {}) : promised;
  const mediaType = (response.headers.get('content-type') ?? '').replaceAll(/\s/g, '');
  const known = Object.entries(content).find(([name]) => name.replaceAll(/\s/g, '').split(';')[0] === mediaType.split(';')[0]);
  if (!known) throw new Error(`The document does not know the media type ${mediaType}: ${asked}`);
  if (mediaType.includes('json') && !mediaType.includes('jsonl')) {
    const faults = faultsOf(known[1].schema, JSON.parse(text));
    if (faults !== null) throw new Error(`${JSON.stringify(faults)} in ${asked}`);
  }
  return response.status;
}

/** Names that people type: real ones, parts, and what no one is called. */
const names = [
  'ada.lovelace',
  'prod-deploy',
  'role:prod-deploy',
  'developer',
  'role/',
  '',
  'nobody at all',
  '*',
  'ec2.amazonaws.com',
  '\u202E"})//',
  "'; --",
  '%00',
];
const nameOf = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...names) }, fc.string({ maxLength: 40 }));

/** A value that the schema takes, as text. */
function fittingOf(parameter: Parameter): fc.Arbitrary<string> {
  const value = valueFor(parameter);
  // Clients take these away from addresses, so no path parameter can be one of them.
  return parameter.in === 'path' ? value.filter((text) => !['', '.', '..'].includes(text)) : value;
}

function valueFor({ schema, example }: Parameter): fc.Arbitrary<string> {
  const { type, enum: some, minimum = 0, maximum = 1000 } = schema;
  if (some) return fc.constantFrom(...some);
  if (type === 'boolean') return fc.constantFrom('true', 'false');
  if (type === 'integer') return fc.integer({ min: minimum, max: maximum }).map(String);
  return example === undefined ? nameOf : fc.oneof({ weight: 2, arbitrary: fc.constant(example) }, nameOf);
}

/** A value that it does not take; null where it takes any text. */
function nonsenseOf({ schema: { type, enum: some, minimum, maximum } }: Parameter): fc.Arbitrary<string> | null {
  if (some) return fc.string().filter((text) => !some.includes(text));
  if (type === 'boolean') return fc.constantFrom('yes', '1', 'TRUE', '');
  if (type === 'integer') return fc.constantFrom(String((minimum ?? 0) - 1), String((maximum ?? 1e9) + 1), '1.5', 'x', '', '1e3', '٣');
  return null;
}

const exampleOf = ({ parameters, requestBody }: Operation): Asked => ({
  parameters: Object.fromEntries(parameters.flatMap(({ name, example }) => (example === undefined ? [] : [[name, example]]))),
  ...(requestBody ? { body: requestBody.content['application/json'].example } : {}),
});

const runs = { numRuns: 15 };
/** Fine or refused with reason; never a failure of the server. */
const isAnswer = (status: number): boolean => status === 200 || (status >= 400 && status < 500);

describe.each(operations)('$id', (asked) => {
  const { operation } = asked;
  const example = exampleOf(operation);

  it('answers the example of the document', async () => {
    expect(await ask(asked, example)).toBe(200);
  });

  it('answers whatever its schema takes', async () => {
    const given = fc.record(Object.fromEntries(operation.parameters.map((parameter) => [parameter.name, fittingOf(parameter)])), {
      requiredKeys: operation.parameters.filter(({ required }) => required).map(({ name }) => name),
    });
    await fc.assert(
      fc.asyncProperty(given, async (parameters) => {
        expect(isAnswer(await ask(asked, { ...example, parameters: parameters as Record<string, string> }))).toBe(true);
      }),
      runs,
    );
  }, 120_000);

  it('refuses what its schema does not take', async () => {
    const wrong: fc.Arbitrary<Readonly<Record<string, string>>>[] = [
      fc.string({ minLength: 1, maxLength: 10 }).map((name) => ({ ...example.parameters, [`no-${name}`]: '1' })),
    ];
    for (const parameter of operation.parameters) {
      const nonsense = nonsenseOf(parameter);
      if (nonsense) wrong.push(nonsense.map((value) => ({ ...example.parameters, [parameter.name]: value })));
      if (parameter.required && parameter.in === 'query')
        wrong.push(fc.constant(Object.fromEntries(Object.entries(example.parameters).filter(([name]) => name !== parameter.name))));
    }
    await fc.assert(
      fc.asyncProperty(fc.oneof(...wrong), async (parameters) => {
        expect(await ask(asked, { ...example, parameters })).toBe(400);
      }),
      runs,
    );
  }, 120_000);

  const schema = operation.requestBody?.content['application/json'].schema;
  if (!schema) return;

  it('refuses bodies of another shape', async () => {
    const body = example.body as Json;
    const wrong: unknown[] = [[], 'text', 3, { ...body, misspelt: 1 }];
    for (const name of schema?.required ?? []) wrong.push(Object.fromEntries(Object.entries(body).filter(([key]) => key !== name)));
    for (const [name, { type }] of Object.entries(schema?.properties ?? {})) wrong.push({ ...body, [name]: type === 'string' ? 3 : 'x' });
    for (const one of wrong) expect(await ask(asked, { ...example, body: one })).toBe(400);
  });
});

it('finds it out when an answer is not what the document says', () => {
  const summary = document.paths['/api/v1/snapshots/current']?.['get']?.responses['200']?.content?.['application/json']?.schema;
  expect(faultsOf(summary ?? {}, { unheard: 'of' })).not.toBeNull();
});
