import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const root = fileURLToPath(new URL('..', import.meta.url));
const text = readFileSync(`${root}/docker-compose.yml`, 'utf8');

/** What our file uses of the compose specification; a misspelt member, or one with another type, is refused. */
const duration = z.string().regex(/^\d+(ms|s|m)$/);
const service = z.strictObject({
  image: z.string(),
  build: z.literal('.').optional(),
  user: z.string().optional(),
  command: z.array(z.string()),
  environment: z.record(z.string().regex(/^[A-Z_]+$/), z.union([z.string(), z.number()])).optional(),
  depends_on: z
    .record(
      z.string(),
      z.strictObject({ condition: z.enum(['service_healthy', 'service_completed_successfully']) }),
    )
    .optional(),
  volumes: z.array(z.string().regex(/^[a-z]+:\/[a-z]+$/)).optional(),
  ports: z.array(z.string()).optional(),
  healthcheck: z
    .strictObject({
      test: z.array(z.string()).min(2),
      interval: duration,
      timeout: duration,
      retries: z.int().min(1),
    })
    .optional(),
  stop_grace_period: duration.optional(),
  restart: z.enum(['unless-stopped', 'on-failure']),
});
const schema = z.strictObject({
  'x-part': z.unknown(),
  'x-platform': z.unknown(),
  'x-service': z.unknown(),
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
});
const compose = schema.parse(parse(text, { merge: true }));
const services = Object.entries(compose.services);

test('Temporal, sandbox, worker and gateway run, after the namespace was set up', () => {
  expect(Object.keys(compose.services).sort()).toEqual(['gateway', 'sandbox', 'setup', 'temporal', 'worker']);
  for (const name of ['worker', 'gateway']) {
    expect(compose.services[name]?.depends_on?.['setup']?.condition).toBe('service_completed_successfully');
  }
});

describe.each(services)('service %s', (_name, it) => {
  test('waits only for services of the file, in a way that they can fulfil', () => {
    for (const [other, { condition }] of Object.entries(it.depends_on ?? {})) {
      const target = compose.services[other];
      expect(target, other).toBeDefined();
      if (condition === 'service_healthy') expect(target?.healthcheck, other).toBeDefined();
    }
  });

  test('is reachable from this machine only', () => {
    for (const port of it.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:(\d+):\1$/);
  });

  test('uses volumes of the file', () => {
    for (const volume of it.volumes ?? []) expect(compose.volumes).toHaveProperty(volume.split(':')[0] ?? '');
  });

  test('runs a main file of this project, if it is ours', () => {
    if (it.build === undefined) return;
    const [command, main] = it.command;
    expect(command).toBe('node');
    expect(main).toMatch(/^dist\/.*\.js$/);
    expect(existsSync(`${root}/${main?.replace(/^dist\//, '').replace(/\.js$/, '.ts')}`), main).toBe(true);
  });
});

test('each health check that is a program is one line that node can read', () => {
  for (const [, { healthcheck }] of services) {
    const [, program, flag, code] = healthcheck?.test ?? [];
    if (program !== 'node') continue;
    expect(flag).toBe('-e');
    expect(() => new Function(code ?? '(')).not.toThrow();
  }
});

const plugin = spawnSync('docker', ['compose', 'version'], { encoding: 'utf8' });
test.skipIf(plugin.status !== 0)('docker compose takes the file', () => {
  const { status, stderr } = spawnSync(
    'docker',
    ['compose', '-f', `${root}/docker-compose.yml`, 'config', '--quiet'],
    {
      encoding: 'utf8',
    },
  );
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
