import { expect, test } from 'vitest';
import { closedPort } from '../pandapon/fixtures/http-server.ts';
import { buyOne, stage } from '../sandbox/fixtures/stage.ts';
import { runOrders } from './fixtures/orders-process.ts';
import { platformEnvironment } from './fixtures/platform.ts';

test('a call runs alone: no Temporal is there, and nothing of it is configured', async () => {
  await using on = await stage();
  const orderId = await buyOne(on);
  const environment = { ...platformEnvironment(on.sandbox.url), TEMPORAL_ADDRESS: '127.0.0.1:1' };
  const read = ['call', 'alibaba.order.detail', '--json', `{"webSite":"1688","orderId":"${orderId}"}`];
  const ended = await runOrders(environment, read);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(ended.stdout).baseInfo.idOfStr).toBe(orderId);
});

test.each([
  ['an unknown command', ['buy'], 2, "orders: unknown command 'buy'"],
  ['an unknown option', ['call', '--lsit'], 2, "orders: unknown option '--lsit' (Did you mean --list?)"],
  ['a form that there is not', ['-o', 'yaml', 'call', '--list'], 2, "argument 'yaml' is invalid"],
  ['missing configuration', ['setup'], 1, 'orders: PANDAPON_ACCESS_KEY is required'],
])('%s ends with one line and no stack trace', async (_, args, code, line) => {
  const ended = await runOrders({}, args);
  expect(ended.code).toBe(code);
  expect(ended.stderr).toContain(line);
  expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(ended.stdout).toBe('');
});

test('Temporal out of reach ends with one line that names the address', async () => {
  const address = `127.0.0.1:${await closedPort()}`;
  const environment = { ...platformEnvironment('http://127.0.0.1:1'), TEMPORAL_ADDRESS: address };
  const ended = await runOrders(environment, ['setup']);
  expect(ended.code).toBe(1);
  expect(ended.stderr).toBe(
    `orders: Temporal at ${address} does not answer: look at TEMPORAL_ADDRESS, TEMPORAL_TLS_* (CONFIGURATION)\n`,
  );
});

test('a reader that closes early is no error', async () => {
  const { spawn } = await import('node:child_process');
  const { fileURLToPath } = await import('node:url');
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const loader = import.meta.resolve('tsx');
  const script = `"${process.execPath}" --import "${loader}" "${main}" call --list | head -1; echo "$\{PIPESTATUS[0]}"`;
  const child = spawn('bash', ['-c', script]);
  let out = '';
  child.stdout.on('data', (text: Buffer) => {
    out += text.toString();
  });
  await new Promise((resolve) => child.once('close', resolve));
  expect(out).toMatch(/^OPERATION .*\n0\n$/);
});
