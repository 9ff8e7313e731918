import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Ended, runOrders, spawnOrders } from '../cli/fixtures/orders-process.ts';
import { recordedShell } from '../cli/fixtures/shell.ts';
import { run } from '../cli/run.ts';
import type { PurchaseView } from '../contract/index.ts';
import { ACCESS_KEY, createWorld, type Purchase, SECRET, startOf, USER_ID, type World } from './world.ts';

/**
 * The operator's command line on a namespace that `orders setup` prepared: in this process where only the words count,
 * as a process of its own where signals, exit codes and the environment do.
 */

let world: World;
let environment: Record<string, string>;
const folder = mkdtempSync(join(tmpdir(), 'orders-cli-'));
/** Everything that any command printed: nothing personal may be in it. */
let printed = '';

beforeAll(async () => {
  // Money comes back so late that what a seller closed still waits.
  const sandbox = { settings: { durations: { refund: 36_000 } } };
  world = await createWorld({ address: inject('temporalAddress'), sandbox });
  environment = {
    TEMPORAL_ADDRESS: world.address,
    TEMPORAL_NAMESPACE: world.namespace,
    PANDAPON_BASE_URL: world.sandbox.url,
    PANDAPON_ACCESS_KEY: ACCESS_KEY,
    PANDAPON_ACCESS_SECRET: SECRET,
    PANDAPON_USER_ID: USER_ID,
  };
  expect(await orders('setup')).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function orders(...args: string[]): Promise<Ended> {
  const shell = recordedShell(environment);
  const code = await run(args, shell, '0.0.0');
  const { out: stdout, err: stderr } = shell.written;
  printed += stdout + stderr;
  return { code, stdout, stderr };
}

async function json<T>(...args: string[]): Promise<T> {
  const { stdout } = await orders(...args, '-o', 'json');
  return JSON.parse(stdout) as T;
}

function bodyFile(purchase: Partial<Purchase> & { id: string }): string {
  const file = join(folder, `${purchase.id}-${Math.random()}.json`);
  writeFileSync(file, JSON.stringify(startOf(purchase)));
  return file;
}

const stuckFor = (reason: string) => (view: PurchaseView) =>
  view.stuck?.reason === reason || view.orders.some((order) => order.stuck?.reason === reason);

describe('start', () => {
  test('starts once: again it says so, with another body it refuses, and nothing is bought twice', async () => {
    const file = bodyFile({ id: 'po-once' });
    expect(await orders('start', '-f', file)).toMatchObject({
      code: 0,
      stdout: 'purchase po-once is started; "orders watch po-once" follows it\n',
    });
    await world.orders.purchase('po-once').result();
    expect((await orders('start', '-f', file)).stdout).toContain('was started before');
    const other = await orders('start', '-f', bodyFile({ id: 'po-once', quantity: 2 }));
    expect(other).toMatchObject({ code: 3, stdout: '' });
    expect(other.stderr).toContain('(PURCHASE_ID_TAKEN)');
    expect(world.sandbox.ledger().byTag['po-once']).toHaveLength(1);
  });

  test('a body that does not fit is told with pointers, and starts nothing', async () => {
    const body = JSON.stringify({ ...startOf({ id: 'po-misfit' }), policy: { payment: 'cash' }, more: 1 });
    const ended = await orders('start', '--json', body);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(/^orders: .*\/policy\/payment .*\/more .*\(INVALID\)\n$/);
    expect(await orders('show', 'po-misfit')).toMatchObject({ code: 4 });
  });
});

describe('watch', () => {
  test('tells each change as a line until the end, and ends with how it ended', async () => {
    const good = await runOrders(environment, ['start', '-w', '-f', bodyFile({ id: 'po-watch' })]);
    expect(good.code).toBe(0);
    expect(good.stdout).toMatch(/created: [\s\S]*previewed: CNY 23\.00[\s\S]*order \d{19} is [a-z-]+, paid/);
    expect(good.stdout.trimEnd()).toMatch(/purchase po-watch is completed, full, CNY 23\.00$/);

    await world.buy({ id: 'po-watch-no', merchants: ['-outofstock'] });
    await world.until('po-watch-no', stuckFor('CREATE_REFUSED'));
    await world.orders.purchase('po-watch-no').abort();
    const bad = await orders('watch', 'po-watch-no', '-o', 'json');
    expect(bad.code).toBe(8);
    const views = bad.stdout.trimEnd().split('\n');
    expect(JSON.parse(views.at(-1) ?? '')).toMatchObject({ id: 'po-watch-no', stage: 'failed' });
  });

  test('Ctrl-C ends the watch at once, and not the run', async () => {
    await world.buy({ id: 'po-wait', policy: { approveAboveFen: 0 } });
    await world.until('po-wait', stuckFor('APPROVAL'));
    const child = spawnOrders(environment, ['watch', 'po-wait']);
    const code = new Promise((resolve) => child.once('exit', resolve));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGINT');
    expect(await code).toBe(130);
    expect((await world.orders.purchase('po-wait').view()).closedAt).toBeNull();
  });
});

describe('what waits', () => {
  beforeAll(async () => {
    await world.buy({ id: 'po-link', merchants: ['-link'], labels: { channel: '商店七' } });
    await world.buy({ id: 'po-closed', merchants: ['-close'] });
    await world.buy({ id: 'po-budget', policy: { maxTotalFen: 100 } });
    await world.until('po-link', stuckFor('PAY_LINK'));
    await world.until('po-closed', stuckFor('ORDER_CLOSED'));
    await world.until('po-budget', stuckFor('OVER_BUDGET'));
  });

  test('stands in a table, oldest first, with money, shop and what can be said', async () => {
    const { stdout } = await orders('stuck');
    expect(stdout).toMatch(/AGE +REASON +MONEY +SHOP +DUE +ID +PURCHASE +NEXT +WHY/);
    expect(stdout).toMatch(/PAY_LINK +CNY 23\.00 +channel=商店七 +in \d+ d +\d{19} +po-link +retry, skip/);
    expect(stdout).toMatch(/OVER_BUDGET +CNY 23\.00 .* po-budget +- +retry, approve/);
    expect(stdout).not.toContain('APPROVAL');
    const { items, total } = await json<{ items: { since: string }[]; total: number }>('stuck', '--planned');
    expect(total).toBe(items.length);
    expect(items.map(({ since }) => since)).toEqual(items.map(({ since }) => since).sort());
    const narrowed = await json<{ items: { purchaseId: string }[] }>('stuck', '--label', 'channel=商店七');
    expect(narrowed.items).toEqual([expect.objectContaining({ purchaseId: 'po-link', reason: 'PAY_LINK' })]);
  });

  test('stands on one page with what sellers closed and what is open', async () => {
    const { stdout } = await orders('today');
    expect(stdout).toMatch(/Waits for you: \d+ \(1 as planned\)/);
    expect(stdout).toMatch(/Closed by sellers: 1\n.*\n.*ORDER_CLOSED/);
    expect(stdout).toMatch(/orders +paying +1/);
    expect(stdout).toContain('Spending is on');
    expect(await json('today')).toMatchObject({ spending: { state: 'on' }, closedBySellers: [{}] });
  });

  test('is narrowed in lists, page by page', async () => {
    const page = await json<{ items: { id: string }[]; nextCursor: string }>('list', '--limit', '1');
    expect(page.items).toHaveLength(1);
    const next = await json<{ items: { id: string }[] }>(
      ...['list', '--limit', '1', '--cursor', page.nextCursor],
    );
    expect(next.items[0]?.id).not.toBe(page.items[0]?.id);
    expect((await orders('list', 'orders', '--purchase', 'po-link')).stdout).toMatch(
      /po-link +paying +PAY_LINK/,
    );
    expect((await orders('list', '--label', 'no')).stderr).toContain('/label must be name=value');
  });

  test('is shown with the commands that put it right, ready to be said', async () => {
    const { stdout } = await orders('show', 'po-budget');
    const command = /orders (approve po-budget --revision \d+)/.exec(stdout)?.[1] ?? '';
    expect(stdout).toContain('OVER_BUDGET - The sum is above what the purchase may cost');
    const said = await orders(...command.split(' '), '--by', 'li', '--note', 'agreed');
    expect(said.stdout).toContain('approve accepted: purchase po-budget is');
    expect(said.code).toBe(0);
    const closing = await world.orders.purchase('po-budget').result();
    expect(closing.timeline).toContainEqual(expect.objectContaining({ what: 'approve', by: 'cli:li' }));
    expect((await orders('show', 'po-budget', '--all')).stdout).toContain('agreed (cli:li)');
  });
});

describe('a command', () => {
  test('with a stale revision, to a closed run, or to nobody does nothing and says why', async () => {
    expect(await orders('approve', 'po-wait', '--revision', '0')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('(STALE_REVISION)'),
    });
    expect(await orders('retry', 'po-once')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('(ALREADY_CLOSED)'),
    });
    expect(await orders('skip', 'po-nobody')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('(NOT_FOUND); see "orders list"'),
    });
    expect(await orders('release', 'po-wait')).toMatchObject({ code: 3 });
  });

  test('goes to an order by its digits, or written out', async () => {
    const [orderId = ''] = world.sandbox.ledger().byTag['po-link'] ?? [];
    expect(await orders('hold', orderId, '--until', '3d')).toMatchObject({ code: 0 });
    expect((await world.orders.order('1688', orderId).view()).held).toMatchObject({ by: expect.any(String) });
    expect(await orders('release', `order:1688:${orderId}`)).toMatchObject({ code: 0 });
    expect((await orders('adopt', orderId, '1')).stderr).toContain('adopt is said to a purchase');
    expect((await orders('confirm-receipt', 'po-link')).stderr).toContain('is said to an order');
  });

  test('takes a limit in yuan or in fen, a correction from a file, and refuses what does not fit', async () => {
    await world.buy({ id: 'po-limit', policy: { maxTotalFen: 100 } });
    await world.until('po-limit', stuckFor('OVER_BUDGET'));
    expect((await orders('approve', 'po-limit', '--up-to-yuan', '1.00')).stderr).toContain('(INVALID)');
    expect(await orders('approve', 'po-limit', '--up-to-yuan', '23.001')).toMatchObject({ code: 2 });
    const patch = join(folder, 'patch.json');
    writeFileSync(patch, '{"addressParam":{"mobile":"18611112222"},"flow":""}');
    const refused = await orders('retry', 'po-limit', '--patch', `@${patch}`);
    expect(refused.stderr).toMatch(/\/patch\/flow .*\(INVALID\)/);
    expect(await orders('approve', 'po-limit', '--up-to-fen', '2300')).toMatchObject({ code: 0 });
    expect((await world.orders.purchase('po-limit').result()).stage).toBe('completed');
  });
});

test('bulk retry answers for each, leaves planned waits alone, and a dry run does nothing', async () => {
  expect((await orders('bulk', 'retry')).stderr).toContain(
    'say which: --reason <reason>, --ids <ids...>, or --all',
  );
  const dry = await orders('bulk', 'retry', '--reason', 'PAY_LINK', '--dry-run');
  expect(dry).toMatchObject({ code: 0, stdout: expect.stringContaining('1 would be retried, 0 not') });
  const { results } = await json<{ results: object[] }>('bulk', 'retry', '--ids', 'po-wait,po-once', 'po-x');
  expect(results).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ id: 'po-wait', ok: false, code: 'PLANNED' }),
      expect.objectContaining({ id: 'po-once', ok: false, code: 'ALREADY_CLOSED' }),
      expect.objectContaining({ id: 'po-x', ok: false, code: 'NOT_FOUND' }),
    ]),
  );
  const done = await orders('bulk', 'retry', '--reason', 'PAY_LINK', '--note', 'all of them');
  expect(done).toMatchObject({ code: 0, stdout: expect.stringMatching(/order +\d{19} +yes/) });
});

test('spending is turned off and on, and says who did it and why', async () => {
  const off = await orders('spending', 'off', '--by', 'li', '--note', 'stock count');
  expect(off.stdout).toMatch(/^Spending is off since .*, by cli:li: stock count\n$/);
  expect(await world.orders.spending()).toMatchObject({ state: 'off', by: 'cli:li', note: 'stock count' });
  expect(await json('spending')).toMatchObject({ state: 'off' });
  expect((await orders('spending', 'on')).stdout).toContain('Spending is on');
});

test("Temporal is found by a profile of its own configuration file, as with Temporal's command line", async () => {
  const file = join(folder, 'temporal.toml');
  writeFileSync(
    file,
    `[profile.shop]\naddress = "${world.address}"\nnamespace = "${world.namespace}"\n[profile.away]\naddress = "127.0.0.1:1"\n`,
  );
  const shell = { TEMPORAL_CONFIG_FILE: file };
  expect((await runOrders(shell, ['stuck', '--profile', 'shop'])).code).toBe(0);
  const unknown = await runOrders(shell, ['stuck', '--profile', 'nope']);
  expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining("Profile 'nope' not found") });
});

test('a command meant for another platform is held back, and a namespace that is not there is said', async () => {
  const real = { ...environment, PANDAPON_BASE_URL: 'https://api.pandapon.com' };
  const held = await runOrders(real, ['approve', 'po-wait']);
  expect(held).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('belongs to the platform localhost'),
  });
  const nowhere = await runOrders({ ...environment, TEMPORAL_NAMESPACE: 'nowhere' }, ['stuck']);
  expect(nowhere.stderr).toContain('Temporal has no namespace nowhere: run "orders setup"');
});

test('without a worker the lists answer, and an open view says within seconds that nobody is there', async () => {
  await world.stopWorkers();
  expect(await orders('stuck')).toMatchObject({ code: 0, stdout: expect.stringContaining('po-link') });
  expect(await orders('show', 'po-once')).toMatchObject({ code: 0 });
  const began = Date.now();
  const open = await orders('show', 'po-wait');
  expect(open).toMatchObject({ code: 6, stderr: expect.stringContaining('(NO_WORKER)') });
  expect(Date.now() - began).toBeLessThan(10_000);
});

test('nothing personal and no secret was printed by any of it', () => {
  const { addressParam } = startOf({}).request;
  const personal = [addressParam.fullName, addressParam.mobile, addressParam.address, SECRET, '18611112222'];
  for (const text of personal) if (text && text.length > 3) expect(printed).not.toContain(text);
  expect(printed.length).toBeGreaterThan(1_000);
});
