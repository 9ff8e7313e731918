import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { freePort } from '../embedded/ports.ts';
import { isAlive, type RunningProcess, runMain } from './process.ts';

/** A folder to keep `.data/` in, and ports of its own. */
async function place() {
  const folder = await mkdtemp(join(tmpdir(), 'npm-start-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [temporal, ui, gateway, sandbox, metrics] = await Promise.all([0, 1, 2, 3, 4].map(() => freePort()));
  const env = {
    TEMPORAL_CLI_PATH: inject('temporalBinary'),
    GATEWAY_PORT: `${gateway}`,
    SANDBOX_PORT: `${sandbox}`,
    METRICS_PORT: `${metrics}`,
    SANDBOX_SPEED: '20',
    // A profile of the user's own must not lead the stack to another Temporal.
    TEMPORAL_ADDRESS: 'temporal.example:7233',
    PANDAPON_BASE_URL: 'https://platform.example',
  };
  const args = ['--temporal-port', `${temporal}`, '--ui-port', `${ui}`];
  return {
    folder,
    gatewayUrl: `http://127.0.0.1:${gateway}`,
    sandboxUrl: `http://127.0.0.1:${sandbox}`,
    metricsUrl: `http://127.0.0.1:${metrics}/metrics`,
    start: () => runMain('embedded/start.ts', args, { cwd: folder, env }),
  };
}

const commandOf = (pid: number): string => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');

/** The parts that a stack's process has started, as the kernel knows them; the compiler that tsx may run beside it is none. */
const partsOf = (pid: number): number[] =>
  childrenOf(pid).filter((each) => /start-dev|(sandbox|worker|gateway)\/main|leash/.test(commandOf(each)));

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => {
      try {
        return readFileSync(`/proc/${each}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1] === `${pid}`;
      } catch {
        return false;
      }
    });
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 50));
}

const keyOf = (running: RunningProcess): string => /Gateway key\s+(\S+)/.exec(running.output())?.[1] ?? '';

const viewSchema = z.looseObject({
  id: z.string(),
  stage: z.string(),
  outcome: z.string().nullable(),
  paidFen: z.number(),
  orders: z.array(z.unknown()),
  waiting: z.unknown(),
});

test('npm start keeps its state over a restart, orders under way and spending off as well, and ends all its processes', async () => {
  const { folder, gatewayUrl, sandboxUrl, metricsUrl, start } = await place();
  const first = start();
  await first.said(/Ctrl-C ends all of it/);
  const headers = { authorization: `Bearer ${keyOf(first)}`, 'content-type': 'application/json' };
  // On a busy machine a view may not come in time: then it is asked for again.
  const view = async (id: string) => {
    const answer = await fetch(`${gatewayUrl}/v1/purchases/${id}`, { headers });
    return answer.ok ? viewSchema.parse(await answer.json()) : null;
  };

  const curl = /-d '(.*)'$/m.exec(first.output())?.[1] ?? '';
  const post = async (path: string, body: string) =>
    (await fetch(`${gatewayUrl}/v1/${path}`, { method: 'POST', headers, body })).status;
  const buy = (name: string) => post('purchases', curl.replace("'$(date +%s)'", name));
  expect(await buy('kept')).toBe(202);
  await until(async () => (await view('po-kept'))?.stage === 'completed');
  expect(await (await fetch(metricsUrl)).text()).toMatch(/^pandapon_paid_fen_total\{[^}]*\} 2300$/m);
  // Shipped five seconds after payment, at this speed: while the stack is away, or after.
  const slow = { method: 'POST', body: '{"durations":{"ship":100}}' };
  expect((await fetch(`${sandboxUrl}/_sandbox/settings`, slow)).ok).toBe(true);
  expect(await buy('under-way')).toBe(202);
  await until(async () => (await view('po-under-way'))?.paidFen === 2300);
  expect(await post('spending', '{"state":"off","note":"stock count"}')).toBe(200);
  expect(await buy('later')).toBe(202);
  const waits = { orders: [], waiting: { for: 'spending', step: 'create' } };
  await vi.waitFor(async () => expect(await view('po-later')).toMatchObject(waits), 30_000);

  const second = start();
  expect(await second.ended).toEqual({ code: 1, signal: null });
  expect(second.lines()).toEqual([
    `npm start: already running as process ${first.pid} on ${join(folder, '.data')}: stop that one first`,
  ]);

  const parts = partsOf(first.pid);
  expect(parts).toHaveLength(5); // Temporal, sandbox, worker, gateway, and the leash
  first.kill('SIGTERM');
  expect(await first.ended).toEqual({ code: 0, signal: null });
  await until(() => parts.every((pid) => !isAlive(pid)));

  const again = start();
  await again.said(/Ctrl-C ends all of it/);
  expect(keyOf(again)).toBe(keyOf(first));
  expect(await view('po-kept')).toMatchObject({ stage: 'completed', outcome: 'full' });
  const spending = await fetch(`${gatewayUrl}/v1/spending`, { headers });
  expect(await spending.json()).toMatchObject({ state: 'off', note: 'stock count' });
  await vi.waitFor(async () => expect(await view('po-later')).toMatchObject(waits), 30_000);
  expect(await post('spending', '{"state":"on"}')).toBe(200);
  for (const id of ['po-later', 'po-under-way'])
    await until(async () => (await view(id))?.stage === 'completed');

  // Killed, it can't end anything itself.
  const left = partsOf(again.pid);
  again.kill('SIGKILL');
  await until(() => left.every((pid) => !isAlive(pid)));
});

test('npm start puts a part that dies in its place again', async () => {
  const { start } = await place();
  const running = start();
  await running.said(/Ctrl-C ends all of it/);
  const worker = childrenOf(running.pid).find((pid) => commandOf(pid).includes('worker/main'));
  process.kill(worker ?? 0, 'SIGKILL');
  await running.said(/worker was ended by SIGKILL/);
  await running.said(/worker is up again/);
});

test('npm start names the port that is taken', async () => {
  const { start } = await place();
  const first = start();
  await first.said(/Ctrl-C ends all of it/);
  // The same ports, another folder.
  const folder = await mkdtemp(join(tmpdir(), 'npm-start-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const port = /Temporal {5}127\.0\.0\.1:(\d+)/.exec(first.output())?.[1] ?? '';
  const second = runMain('embedded/start.ts', ['--temporal-port', port], { cwd: folder });
  expect(await second.ended).toEqual({ code: 1, signal: null });
  expect(second.lines()).toEqual([
    expect.stringMatching(new RegExp(`^npm start: port ${port} of Temporal is taken: .*--temporal-port N`)),
  ]);
});
