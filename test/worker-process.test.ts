import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { setupNamespace } from '../client/setup.ts';
import { newNamespace } from './namespace.ts';
import { npmRun, runMain } from './process.ts';

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

type Row = [what: string, env: () => NodeJS.ProcessEnv, line: RegExp];

const ROWS: Row[] = [
  ['a missing key', () => ({ PANDAPON_ACCESS_KEY: '' }), /PANDAPON_ACCESS_KEY/],
  ['Temporal that does not answer', () => ({ TEMPORAL_ADDRESS: '127.0.0.1:1' }), /127\.0\.0\.1:1/],
  ['a namespace that does not exist', () => ({ TEMPORAL_NAMESPACE: 'nowhere' }), /nowhere/],
  [
    'a namespace of another platform',
    () => ({ PANDAPON_BASE_URL: 'https://platform.example' }),
    /belongs to the platform localhost.*platform\.example/,
  ],
  ['a namespace of another key', () => ({ PANDAPON_ACCESS_KEY: 'other' }), /PANDAPON_ACCESS_KEY/],
  [
    'bad JSON in the override file',
    () => ({ PANDAPON_ENDPOINTS: join(folder, 'bad.json') }),
    /PANDAPON_ENDPOINTS/,
  ],
  ['a port that is taken', () => ({ METRICS_PORT: `${takenPort}` }), /METRICS_PORT/],
  ['payload keys that are none', () => ({ PAYLOAD_KEYS: 'k1:short' }), /PAYLOAD_KEYS/],
  ['a log level that is none', () => ({ LOG_LEVEL: 'loud' }), /LOG_LEVEL/],
];

describe('wrong configuration ends a worker with one clear line', () => {
  test.each(ROWS)('%s', async (_what, env, line) => {
    const running = runMain('worker/main.ts', [], { env: { ...GOOD, ...temporal, ...env() } });
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
])('npm run %s drains and ends with 0 on SIGTERM', async (part, ready) => {
  const running = npmRun(part, { env: { ...GOOD, ...temporal } });
  await running.said(ready);
  running.kill('SIGTERM');
  expect(await running.ended).toEqual({ code: 0, signal: null });
});
