/** The compose file and the image, as far as they can be held to something without a container engine. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const root = join(import.meta.dirname, '..');
const read = (name: string): string => readFileSync(join(root, name), 'utf8');

const serviceSchema = z.strictObject({
  image: z.string().regex(/:\d/).optional(),
  build: z.string().optional(),
  init: z.boolean().optional(),
  user: z.string().optional(),
  command: z.array(z.string()).optional(),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.literal('service_healthy') })).optional(),
  environment: z.record(z.string(), z.string()),
  /** Reachable from this machine only. */
  ports: z.array(z.string().startsWith('127.0.0.1:')),
  volumes: z.array(z.string()),
  healthcheck: z
    .strictObject({
      test: z.tuple([z.literal('CMD')], z.string()),
      interval: z.string(),
      timeout: z.string(),
      retries: z.number(),
      start_period: z.string(),
    })
    .optional(),
  read_only: z.boolean().optional(),
  tmpfs: z.array(z.string()).optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()),
});
const composeSchema = z.strictObject({
  services: z.strictObject({ neo4j: serviceSchema, rolepath: serviceSchema }),
  volumes: z.record(z.string(), z.null()),
});

const { services, volumes } = composeSchema.parse(parse(read('docker-compose.yml')));

test('every secret comes from the environment, and its absence is said', () => {
  for (const { environment } of Object.values(services))
    for (const [name, value] of Object.entries(environment))
      if (/AUTH|PASSWORD|TOKEN/.test(name)) expect(value).toMatch(/^(neo4j\/)?\$\{[A-Z0-9_]+:\?.+\}$/);
});

test('every volume is declared', () => {
  const used = Object.values(services).flatMap((service) => service.volumes.map((volume) => volume.split(':')[0] ?? ''));
  expect(used.sort()).toEqual(Object.keys(volumes).sort());
});

test('both services have health checks, and Rolepath waits for Neo4j', () => {
  expect(services.neo4j.healthcheck).toBeDefined();
  expect(services.rolepath.depends_on).toHaveProperty('neo4j');
  expect(read('Dockerfile')).toMatch(/^HEALTHCHECK /m);
});

test('the image runs as a user who is not root', () => {
  const last =
    read('Dockerfile')
      .split(/^FROM /m)
      .at(-1) ?? '';
  expect(/^USER (\S+)$/m.exec(last)?.[1]).toBe('node');
  expect(services.rolepath.user).toBe('node');
});

test('what the image is told to run is a command of Rolepath', async () => {
  const { createProgram } = await import('../cli/program.ts');
  const program = createProgram('0', {}, async () => undefined);
  expect(program.commands.map((command) => command.name())).toContain(services.rolepath.command?.[0]);
});
