import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { runOrders } from '../cli/fixtures/orders-process.ts';
import { recordedShell } from '../cli/fixtures/shell.ts';
import { run } from '../cli/run.ts';
import { ACCESS_KEY, createWorld, SECRET, USER_ID, type World } from './world.ts';

let world: World;
let environment: Record<string, string>;

beforeAll(async () => {
  world = await createWorld({ address: inject('temporalAddress') });
  environment = {
    TEMPORAL_ADDRESS: world.address,
    TEMPORAL_NAMESPACE: world.namespace,
    PANDAPON_BASE_URL: world.sandbox.url,
    PANDAPON_ACCESS_KEY: ACCESS_KEY,
    PANDAPON_ACCESS_SECRET: SECRET,
    PANDAPON_USER_ID: USER_ID,
  };
});
afterAll(() => world[Symbol.asyncDispose]());

interface Report {
  ok: boolean;
  checks: { name: string; result: string; says: string }[];
}

async function examine(more: Record<string, string> = {}, ...args: string[]) {
  const shell = recordedShell({ ...environment, ...more });
  const code = await run(['doctor', '-o', 'json', ...args], shell, '0.0.0');
  const { ok, checks }: Report = JSON.parse(shell.written.out);
  return { code, ok, ...Object.fromEntries(checks.map((check) => [check.name, check])) };
}

const failing = (says: string) => ({ result: 'fail', says: expect.stringContaining(says) });

test('a namespace that nobody set up fails, with the command that does it; then all is well', async () => {
  expect(await examine()).toMatchObject({ code: 8, ok: false, namespace: failing('run "orders setup"') });
  expect(await runOrders(environment, ['setup'])).toMatchObject({ code: 0 });
  const { code, stdout } = await runOrders(environment, ['doctor']);
  expect(code).toBe(0);
  for (const name of ['temporal', 'namespace', 'attributes', 'retention', 'workers', 'spending', 'access'])
    expect(stdout).toMatch(new RegExp(`^ok +${name} `, 'm'));
  expect(stdout).toMatch(/^ok +platform +\S+, a sandbox/m);
  expect(stdout).toMatch(
    /^ok +callbacks +\S+\/callbacks\/pandapon takes signed ones and refuses forged ones/m,
  );
  expect(world.sandbox.ledger().totals).toMatchObject({ orders: 0, debits: 0 });
});

test('a wrong secret shows at the platform and at the gateway', async () => {
  const found = await examine({ PANDAPON_ACCESS_SECRET: 'another' });
  expect(found).toMatchObject({
    code: 8,
    access: failing('401'),
    callbacks: failing('refuses our signature'),
  });
});

test('another key or platform than the one of the namespace is told', async () => {
  const found = await examine({ PANDAPON_ACCESS_KEY: 'ak-other' });
  expect(found).toMatchObject({
    code: 8,
    namespace: failing('orders setup --rekey'),
    access: failing('401'),
  });
});

test('what can not be reached fails, and the rest is looked at all the same', async () => {
  const found = await examine({ TEMPORAL_ADDRESS: '127.0.0.1:1' }, '--callback-url', 'http://127.0.0.1:9/x');
  expect(found).toMatchObject({
    temporal: failing('127.0.0.1:1 does not answer'),
    namespace: { result: 'skip' },
    access: { result: 'ok' },
    callbacks: failing('nobody answers at http://127.0.0.1:9/x'),
  });
});

test('spending that is off is said', async () => {
  await world.orders.switchSpending({ state: 'off', note: 'stock count' });
  const found = await examine();
  expect(found).toMatchObject({ spending: { result: 'warn', says: expect.stringContaining('stock count') } });
});

test('missing settings of the platform are one failing check', async () => {
  const found = await examine({ PANDAPON_ACCESS_KEY: '', PANDAPON_USER_ID: '' });
  expect(found).toMatchObject({
    code: 8,
    settings: failing('PANDAPON_ACCESS_KEY is required'),
    namespace: { result: 'ok' },
    callbacks: { result: 'skip' },
  });
});
