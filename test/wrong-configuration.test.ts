import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { setupNamespace } from '../client/setup.ts';
import { newNamespace } from './namespace.ts';
import { npmRun } from './process.ts';

const GOOD = {
  PANDAPON_BASE_URL: 'http://127.0.0.1:1',
  PANDAPON_ACCESS_KEY: 'access-key',
  PANDAPON_ACCESS_SECRET: 'top-secret',
  PANDAPON_USER_ID: '1700000000000',
  GATEWAY_API_KEYS: 'test:some-key',
  METRICS_PORT: '0',
  GATEWAY_PORT: '0',
  SANDBOX_PORT: '0',
};

let folder: string;
let temporal: NodeJS.ProcessEnv;
let takenPort: number;
const taken = createServer();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'configuration-'));
  writeFileSync(join(folder, 'bad.json'), '{"alibaba.order.detail":');
  const address = inject('temporalAddress');
  const namespace = await newNamespace(address);
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });
  await setupNamespace(client, {
    baseUrl: GOOD.PANDAPON_BASE_URL,
    accessKey: 'access-key',
    retentionDays: 90,
  });
  await connection.close();
  temporal = { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace };
  await new Promise<void>((resolve) => taken.listen(0, resolve));
  const bound = taken.address();
  takenPort = typeof bound === 'object' && bound !== null ? bound.port : 0;
});
afterAll(() => {
  taken.close();
  rmSync(folder, { recursive: true, force: true });
});

type Row = [part: string, what: string, env: () => NodeJS.ProcessEnv, line: RegExp];

const ROWS: Row[] = [
  ['worker', 'a missing key', () => ({ PANDAPON_ACCESS_KEY: '' }), /PANDAPON_ACCESS_KEY/],
  ['worker', 'Temporal that does not answer', () => ({ TEMPORAL_ADDRESS: '127.0.0.1:1' }), /127\.0\.0\.1:1/],
  ['worker', 'a namespace that does not exist', () => ({ TEMPORAL_NAMESPACE: 'nowhere' }), /nowhere/],
  [
    'worker',
    'a namespace of another platform',
    () => ({ PANDAPON_BASE_URL: 'https://platform.example' }),
    /belongs to the platform localhost.*platform\.example/,
  ],
  ['worker', 'a namespace of another key', () => ({ PANDAPON_ACCESS_KEY: 'other' }), /PANDAPON_ACCESS_KEY/],
  [
    'worker',
    'bad JSON in the override file',
    () => ({ PANDAPON_ENDPOINTS: join(folder, 'bad.json') }),
    /PANDAPON_ENDPOINTS/,
  ],
  ['worker', 'a port that is taken', () => ({ METRICS_PORT: `${takenPort}` }), /METRICS_PORT/],
  ['worker', 'payload keys that are none', () => ({ PAYLOAD_KEYS: 'k1:short' }), /PAYLOAD_KEYS/],
  ['worker', 'a log level that is none', () => ({ LOG_LEVEL: 'loud' }), /LOG_LEVEL/],
  ['gateway', 'a missing key', () => ({ GATEWAY_API_KEYS: '' }), /GATEWAY_API_KEYS/],
  ['gateway', 'Temporal that does not answer', () => ({ TEMPORAL_ADDRESS: '127.0.0.1:1' }), /127\.0\.0\.1:1/],
  [
    'gateway',
    'a namespace of another platform',
    () => ({ PANDAPON_BASE_URL: 'https://platform.example' }),
    /belongs to the platform localhost/,
  ],
  [
    'gateway',
    'bad JSON in the override file',
    () => ({ PANDAPON_ENDPOINTS: join(folder, 'bad.json') }),
    /PANDAPON_ENDPOINTS/,
  ],
  ['gateway', 'a port that is taken', () => ({ GATEWAY_PORT: `${takenPort}` }), /GATEWAY_PORT/],
  ['sandbox', 'a missing key', () => ({ PANDAPON_ACCESS_KEY: '' }), /PANDAPON_ACCESS_KEY/],
  ['sandbox', 'a port that is taken', () => ({ SANDBOX_PORT: `${takenPort}` }), /SANDBOX_PORT/],
];

describe('wrong configuration ends a part with one clear line', () => {
  // Two at once: each is a process that loads everything.
  test.each(ROWS)('%s: %s', async (part, _what, env, line) => {
    const running = npmRun(part, { env: { ...GOOD, ...temporal, ...env() } });
    const { code } = await running.ended;
    expect(running.lines()).toEqual([expect.stringMatching(line)]);
    expect(running.output()).not.toContain('top-secret');
    expect(code).toBe(1);
  });
});

test.each([
  ['worker', /worker takes tasks/],
  ['gateway', /gateway listens/],
  ['sandbox', /sandbox: http/],
])('%s drains and ends with 0 on SIGTERM', async (part, ready) => {
  const running = npmRun(part, { env: { ...GOOD, ...temporal } });
  await running.said(ready);
  running.kill('SIGTERM');
  expect(await running.ended).toEqual({ code: 0, signal: null });
});
