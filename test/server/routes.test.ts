/** The route table: whatever the server answers under its addresses is in the table, and so in the OpenAPI document. */
import type { Router } from 'express';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../server/app.ts';
import { problemCodes } from '../../server/problem-codes.ts';
import { openApiDocument, routes } from '../../server/routes.ts';
import { createFakeQuestions } from '../support/fake-questions.ts';

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { name: string; in: string; required: boolean; example?: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
}
const document = JSON.parse(JSON.stringify(openApiDocument())) as {
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
};
const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** Every address that Express has a handler of its own for, as `GET /api/v1/…`. */
function servedRoutes(): string[] {
  const app = createApp({ questions: createFakeQuestions, webRoot: 'absent', log: silent });
  return (app.router as Router).stack.flatMap(({ route, handle }) => {
    if (route === undefined) return 'stack' in handle ? ['a router of its own'] : [];
    const methods = Object.keys((route as unknown as { methods: Record<string, boolean> }).methods);
    return methods.map((method) => `${method.toUpperCase()} ${String(route.path).replaceAll(/:(\w+)/g, '{$1}')}`);
  });
}

describe('the route table', () => {
  const described = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );

  it('is all that the app serves, and all of it is in the document', () => {
    expect(servedRoutes().sort()).toEqual(described.sort());
    expect(described).toHaveLength(routes.length);
  });

  it('names every operation once', () => {
    expect(new Set(routes.map(({ id }) => id)).size).toBe(routes.length);
  });

  it.each(routes.map((route) => [route.id, route] as const))('%s refuses parameters that it does not know', (_id, route) => {
    expect(route.query.safeParse({ ...route.example.query, misspelt: '1' }).success).toBe(false);
  });

  it.each(routes.map((route) => [route.id, route] as const))('%s has an example that its checks take', (_id, route) => {
    expect(route.query.safeParse(route.example.query ?? {}).error).toBeUndefined();
    expect((route.pathParameters ?? route.query).safeParse(route.example.path ?? route.example.query ?? {}).error).toBeUndefined();
    if (route.body !== undefined) expect(route.body.safeParse(route.example.body).error).toBeUndefined();
  });

  it.each(routes.map((route) => [route.id, route] as const))('%s names the parameters of its path', (_id, route) => {
    const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    expect(Object.keys(route.pathParameters?.shape ?? {})).toEqual(inPath);
  });
});

describe('the document', () => {
  it('leads nowhere that is not there', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(references.length).toBeGreaterThan(50);
    const there = (reference: string): boolean => {
      const [, kind = '', name = ''] = /^#\/components\/(schemas|responses)\/(.+)$/.exec(reference) ?? [];
      return document.components[kind]?.[name] !== undefined;
    };
    expect(references.filter((reference) => !there(reference))).toEqual([]);
  });

  it('describes what a client sends, not what the code makes of it', () => {
    const reach = document.paths['/api/v1/reach']?.['get'];
    expect(reach?.parameters.find(({ name }) => name === 'maxHops')).toMatchObject({
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 32 },
    });
    expect(reach?.parameters.find(({ name }) => name === 'unconditional')).toMatchObject({ schema: { type: 'boolean' } });
    expect(document.paths['/api/v1/paths']?.['get']?.parameters.find(({ name }) => name === 'to')).toMatchObject({ required: true });
  });

  it('lists for each operation the statuses of its problems', () => {
    for (const operation of Object.values(document.paths).flatMap(Object.values) as Operation[]) {
      const statuses = Object.keys(operation.responses).map(Number);
      expect(statuses).toContain(200);
      expect(statuses.filter((status) => status >= 400 && !Object.values(problemCodes).some((facts) => facts.status === status))).toEqual(
        [],
      );
    }
  });
});
