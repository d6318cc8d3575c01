/**
 * The OpenAPI 3.1 document, made of the route table and of answers.ts. OpenAPI 3.1 takes JSON Schema as zod writes it, so what is
 * left to do here is to put the pieces in their places.
 */
import { z } from 'zod';
import { findingSchema } from '../graph/finding.ts';
import * as answers from '../queries/answers.ts';
import * as findingsAnswer from '../queries/findings-answer.ts';
import * as principalAccessAnswer from '../queries/principal-access-answer.ts';
import * as savedQueriesAnswer from '../queries/saved-queries-answer.ts';
import * as snapshotsAnswer from '../queries/snapshots-answer.ts';
import { documentedParameters } from './parameters.ts';
import { type ProblemCode, problemCodes } from './problem-codes.ts';
import type { Route } from './route.ts';

type Json = Record<string, unknown>;

/** Whatever these modules export as a schema has a name in the document. */
const answerModules: readonly Readonly<Record<string, unknown>>[] = [
  answers,
  findingsAnswer,
  principalAccessAnswer,
  savedQueriesAnswer,
  snapshotsAnswer,
];

/** What every route can answer with. */
const commonProblems: readonly ProblemCode[] = ['invalid-argument', 'host-refused', 'internal-error'];
/** What routes of the API can, that the health checks cannot. */
const apiProblems: readonly ProblemCode[] = ['cross-site-refused', 'too-many-requests'];
const tokenProblems: readonly ProblemCode[] = ['token-required', 'too-many-attempts'];
const snapshotProblems: readonly ProblemCode[] = ['no-snapshot', 'store-corrupt', 'store-unavailable', 'store-busy', 'query-failed'];
const bodyProblems: readonly ProblemCode[] = ['body-too-large', 'unsupported-media-type'];

/** The codes that a route can answer with. */
export function problemsOf(route: Route): readonly ProblemCode[] {
  const codes = [
    ...commonProblems,
    ...(route.path.startsWith('/api/') ? apiProblems : []),
    ...(route.open === true ? [] : tokenProblems),
    ...(route.open === true && route.id !== 'isReady' ? [] : snapshotProblems),
    ...(route.body === undefined ? [] : bodyProblems),
    ...(route.problems ?? []),
  ];
  return [...new Set(codes)].sort((left, right) => problemCodes[left].status - problemCodes[right].status);
}

/** The document as plain JSON, the same for the same table. */
export function createOpenApiDocument(routes: readonly Route[]): Json {
  const schemas = describeAnswers(routes);
  const paths: Record<string, Json> = {};
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method]: describeOperation(route, schemas.nameOf) };
  return {
    openapi: '3.1.1',
    info: {
      title: 'Rolepath',
      version: '1',
      description: [
        'Who can reach which AWS role, by what chain, under what conditions, and which statements make it so.',
        'Answers may grow new fields; a field that is here keeps its name and meaning.',
        'Every answer about the graph carries `snapshot`, `incomplete`, `truncated` and `cypher`. It has an ETag that holds while the snapshot is current: send it back as If-None-Match and get 304.',
        'Errors are application/problem+json with a stable `code`; each operation lists its codes.',
      ].join('\n\n'),
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, {}],
    tags: [...new Set(routes.map(({ group }) => group))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'Needed where the server was started with ROLEPATH_TOKEN; never part of an address.',
        },
      },
      schemas: schemas.components,
      responses: describeProblems(routes),
    },
  };
}

function describeOperation(route: Route, nameOf: (schema: z.ZodType) => string): Json {
  const { answer, body, example } = route;
  const isCached = answer.kind === 'json' && answer.cache === 'snapshot';
  const content =
    answer.kind === 'json'
      ? { 'application/json': { schema: { $ref: reference(nameOf(answer.schema)) } } }
      : Object.fromEntries(
          answer.mediaTypes.map((mediaType) => [
            mediaType,
            { schema: answer.schema && mediaType === 'application/json' ? { $ref: reference(nameOf(answer.schema)) } : {} },
          ]),
        );
  return {
    operationId: route.id,
    tags: [route.group],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    ...(route.open === true ? { security: [] } : {}),
    parameters: [
      ...describeParameters('path', route.pathParameters, example.path),
      ...describeParameters('query', route.query, example.query),
    ],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: inputSchema(body), example: example.body } } } }),
    responses: {
      200: {
        description: answer.kind === 'json' ? 'The answer' : answer.description,
        ...(isCached ? { headers: { ETag: { schema: { type: 'string' }, description: 'Holds while the snapshot is current' } } } : {}),
        content,
      },
      ...(isCached ? { 304: { description: 'What the client has is still current' } } : {}),
      ...referToProblems(problemsOf(route)),
    },
  };
}

function describeParameters(
  place: 'path' | 'query',
  parameters: z.ZodObject | undefined,
  examples: Readonly<Record<string, string>> = {},
): Json[] {
  return Object.entries(parameters?.shape ?? {}).map(([name, schema]) => {
    const { description, ...shape } = inputSchema(schema as z.ZodType);
    const example = examples[name];
    return {
      name,
      in: place,
      required: place === 'path' || !z.safeParse(schema as z.ZodType, undefined).success,
      ...(description === undefined ? {} : { description }),
      schema: shape,
      ...(example === undefined ? {} : { example }),
    };
  });
}

/** References to the shared responses, one per status. */
function referToProblems(codes: readonly ProblemCode[]): Json {
  return Object.fromEntries(
    byStatus(codes).map(([status, ofStatus]) => [status, { $ref: `#/components/responses/${ofStatus.join('.')}` }]),
  );
}

/** Codes of one status share a response; its schema lists them. */
function describeProblems(routes: readonly Route[]): Json {
  const all = routes.flatMap((route) => byStatus(problemsOf(route)));
  const entries = all.map(([status, codes]): [string, Json] => [
    codes.join('.'),
    {
      description: codes.map((code) => `\`${code}\`: ${problemCodes[code].title}`).join('; '),
      content: {
        'application/problem+json': {
          schema: { allOf: [{ $ref: reference('Problem') }, { properties: { code: { enum: codes }, status: { const: status } } }] },
        },
      },
    },
  ]);
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
}

function byStatus(codes: readonly ProblemCode[]): [status: number, codes: ProblemCode[]][] {
  const statuses = [...new Set(codes.map((code) => problemCodes[code].status))];
  return statuses.map((status) => [status, codes.filter((code) => problemCodes[code].status === status)]);
}

/** Schemas of answers.ts by the name of their export; an answer that has no name there is called after its operation. */
function describeAnswers(routes: readonly Route[]): { components: Json; nameOf: (schema: z.ZodType) => string } {
  const registry = z.registry<{ id: string }>();
  const add = (schema: z.ZodType, id: string) => {
    if (!registry.has(schema)) registry.add(schema, { id });
  };
  add(findingSchema, 'Finding');
  for (const [name, schema] of answerModules.flatMap(Object.entries)) if (schema instanceof z.ZodType) add(schema, typeName(name));
  for (const { id, answer } of routes) if (answer.schema) add(answer.schema, `${typeName(id)}Answer`);
  const { schemas } = z.toJSONSchema(registry, { io: 'output', uri: reference, override: simplify });
  const components = Object.fromEntries(
    Object.entries(schemas)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, schema]) => [name, withoutHead(schema)]),
  );
  return { components, nameOf: (schema) => registry.get(schema)?.id ?? '' };
}

/** zod closes the objects that it writes, but answers may grow; and that a whole number is a safe one goes without saying. */
function simplify({ jsonSchema }: { jsonSchema: Json }): void {
  if (jsonSchema['additionalProperties'] === false) delete jsonSchema['additionalProperties'];
  if (jsonSchema['minimum'] === Number.MIN_SAFE_INTEGER) delete jsonSchema['minimum'];
  if (jsonSchema['maximum'] === Number.MAX_SAFE_INTEGER) delete jsonSchema['maximum'];
}

/** What a client may send, without what only our code sees. */
function inputSchema(schema: z.ZodType): Json {
  return withoutHead(
    z.toJSONSchema(schema, {
      io: 'input',
      override: ({ zodSchema, jsonSchema }) => {
        const shown = documentedParameters.get(zodSchema);
        if (shown === undefined) return;
        for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
        Object.assign(jsonSchema, shown);
      },
    }),
  );
}

function withoutHead({ $schema: _dialect, $id: _id, ...schema }: Json): Json {
  return schema;
}

const reference = (name: string): string => `#/components/schemas/${name}`;
const typeName = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1).replace(/Schema$/, '');
