/** Routes about the server itself: whether it lives, whether it can answer, and what it can be asked. */
import { z } from 'zod';
import { defineRoute, freshJson, type Route } from '../route.ts';

const nothing = z.strictObject({});

/** `document` is the OpenAPI document of the whole table. */
export const createServiceRoutes = (document: () => object): readonly Route[] => [
  defineRoute({
    method: 'get',
    path: '/healthz',
    id: 'isLive',
    group: 'Service',
    summary: 'Liveness: the process answers',
    open: true,
    query: nothing,
    answer: freshJson(z.object({ status: z.literal('live') })),
    example: {},
    handle: () => ({ status: 'live' }),
  }),
  defineRoute({
    method: 'get',
    path: '/readyz',
    id: 'isReady',
    group: 'Service',
    summary: 'Readiness: a snapshot is open and its store answers',
    open: true,
    query: nothing,
    answer: freshJson(z.object({ status: z.literal('ready'), snapshot: z.string() })),
    example: {},
    handle: async ({ questions }) => ({ status: 'ready', snapshot: (await questions().summary()).snapshot }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/openapi.json',
    id: 'getOpenApi',
    group: 'Service',
    summary: 'This document: every route, parameter, answer and problem, as OpenAPI 3.1',
    open: true,
    query: nothing,
    answer: freshJson(z.looseObject({ openapi: z.string() })),
    example: {},
    handle: document,
  }),
];
