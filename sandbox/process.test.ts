import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { answerTo, body, clientOf, idOf, KEYS, USER } from './fixtures/stage.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const GOOD = {
  PANDAPON_ACCESS_KEY: KEYS.accessKey,
  PANDAPON_ACCESS_SECRET: KEYS.secret,
  PANDAPON_USER_ID: USER,
  SANDBOX_PORT: '0',
};

const started: ChildProcess[] = [];
afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});

/** `npm run sandbox` with exactly this environment. */
function start(environment: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  const said = { out: '', err: '' };
  child.stdout.on('data', (part: Buffer) => {
    said.out += part;
  });
  child.stderr.on('data', (part: Buffer) => {
    said.err += part;
  });
  return { child, said };
}

async function running(environment: Record<string, string>) {
  const { child, said } = start(environment);
  while (!said.out.includes('\n')) {
    await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    if (child.exitCode !== null) throw new Error(said.err);
  }
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said.out)?.[0] ?? '';
  return { child, said, url, platform: clientOf({ url }) };
}

test('it says in one line where it is, serves, and ends with 0 on SIGTERM', async () => {
  const { child, said, platform } = await running(GOOD);
  await answerTo({ platform }, 'alibaba.order.previewBatch', body({ seller: 'shop' }));
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(said.out.trim().split('\n')).toHaveLength(1);
  expect(said.err).toBe('');
});

test('a wrong configuration is one clear line and exit 1', async () => {
  const { child, said } = start({ ...GOOD, SANDBOX_PORT: '80a', PANDAPON_USER_ID: '' });
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(said.err).toMatch(/^sandbox: .*\n$/);
});

test('a taken port is one clear line and exit 1', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const address = taken.address();
  const port = typeof address === 'object' ? `${address?.port}` : '';
  const { child, said } = start({ ...GOOD, SANDBOX_PORT: port });
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(said.err).toMatch(/^sandbox: .*is taken \(set SANDBOX_PORT\)\n$/);
  taken.close();
});

test('killed in the middle of a life, it comes back with every order and debit, and the order ends', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'sandbox-data-'));
  try {
    const environment = { ...GOOD, SANDBOX_DATA: directory, SANDBOX_SPEED: '20' };
    const first = await running(environment);
    const [order] = await answerTo(first, 'alibaba.order.batchCreate', body({ seller: 'shop' }));
    const id = order ? idOf(order) : '';
    await answerTo(first, 'alibaba.order.payUrl', { orderId: id });
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');

    const second = await running(environment);
    const ledger = await (await fetch(`${second.url}/_sandbox/ledger`)).json();
    expect(ledger).toMatchObject({ orders: [{ orderId: id }], debits: [{ orderId: id, fen: 2300 }] });
    await expect
      .poll(
        async () =>
          (await answerTo(second, 'alibaba.order.detail', { webSite: '1688', orderId: id })).baseInfo?.status,
      )
      .toBe('signinsuccess');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
