import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { AlreadyClosedError } from '../client/errors.ts';
import { purchaseWorkflowId } from '../contract/index.ts';
import { freePort } from '../embedded/ports.ts';
import { startTemporalServer, type TemporalServer } from '../embedded/temporal-server.ts';
import { createSandbox } from '../sandbox/index.ts';
import { resetToFirst } from './fixtures/reset.ts';
import { runShown, shownLines } from './fixtures/shown-commands.ts';
import { boughtBy } from './fixtures/stuck.ts';
import { ACCESS_KEY, createWorld, SECRET, type World } from './world.ts';

/** What docs/guides/disasters.md promises: after a loss, or a restore, of Temporal's database nothing is bought or paid twice. */

const address = inject('temporalAddress');
const AN_HOUR_MS = 3_600_000;
const boughtOnce = { orders: 1, debits: 1, confirms: 1, cancels: 0 };

const startSandbox = () => createSandbox({ accessKey: ACCESS_KEY, secret: SECRET, port: 0, speed: 20 });
const stageIs = (world: World, id: string, stage: string) =>
  world.until(id, ({ orders }) => orders[0]?.stage === stage);

/** SQLite keeps what came last in files of their own beside it. */
async function copyDatabase(from: string, to: string): Promise<void> {
  for (const end of ['', '-wal', '-shm']) {
    await rm(`${to}${end}`, { force: true });
    if (existsSync(`${from}${end}`)) await copyFile(`${from}${end}`, `${to}${end}`);
  }
}

test('Temporal’s database is lost: with spending off everything is posted again, and only what is missing is bought', async () => {
  const platform = await startSandbox();
  try {
    const post = async (world: World): Promise<void> => {
      await world.buy({ id: 'po-transit', merchants: ['-nosign'] });
      await world.buy({ id: 'po-unpaid', policy: { payment: 'manual' } });
      await world.buy({ id: 'po-done' });
    };
    {
      await using before = await createWorld({ address, platform });
      await post(before);
      await stageIs(before, 'po-transit', 'in-transit');
      await before.until('po-unpaid', ({ orders }) => orders[0]?.stuck?.reason === 'PAYMENT');
      await before.orders.purchase('po-done').result();
    }
    const creates = () => platform.ledger().calls['alibaba.order.batchCreate']?.calls ?? 0;
    expect(creates()).toBe(3);

    // A namespace of its own knows nothing of all that.
    const reconcileSince = Date.now() - AN_HOUR_MS;
    await using world = await createWorld({ address, platform, reconcileSince, workers: false });
    await world.orders.switchSpending({ state: 'off', note: 'the database is new' });
    await world.startWorkers();
    await post(world);
    await world.buy({ id: 'po-new' });
    for (const id of ['po-transit', 'po-unpaid', 'po-done', 'po-new'])
      await world.until(id, ({ waiting }) => waiting?.step === 'create');
    await world.orders.switchSpending({ state: 'on', note: 'all is posted again' });

    await stageIs(world, 'po-transit', 'in-transit');
    const unpaid = await world.until('po-unpaid', ({ orders }) => orders[0]?.stuck?.reason === 'PAYMENT');
    for (const id of ['po-done', 'po-new'])
      expect(await world.orders.purchase(id).result()).toMatchObject({ stage: 'completed', outcome: 'full' });
    expect(creates()).toBe(4);
    platform.byHand(unpaid.orders[0]?.orderId ?? '', 'pay');
    for (const order of platform.orders())
      if (order.parcels.some(({ signedAt }) => signedAt === null)) platform.byHand(order.orderId, 'sign');
    for (const id of ['po-transit', 'po-unpaid', 'po-done', 'po-new']) {
      expect(await world.orders.purchase(id).result()).toMatchObject({ stage: 'completed', paidFen: 2300 });
      expect(boughtBy(world, id)).toEqual(boughtOnce);
    }
  } finally {
    await platform.close();
  }
});

test('a wrong address is corrected before anything is sent, as the guide shows it', async () => {
  await using world = await createWorld({ address });
  await world.buy({ id: 'po-address', policy: { approveAboveFen: 0 } });
  await world.until('po-address', ({ stuck }) => stuck?.reason === 'APPROVAL');
  const guide = readFileSync(new URL('../docs/guides/disasters.md', import.meta.url), 'utf8');
  const lines = shownLines(guide);
  expect(lines.map((line) => line.split(' ')[1])).toEqual(['spending', 'hold', 'retry', 'release']);
  for (const line of lines) await runShown(world, line, { variables: { PURCHASE: 'po-address' } });
  expect(await world.orders.spending()).toMatchObject({ state: 'off', note: 'why' });
  await world.orders.switchSpending({ state: 'on' });
  await world.orders.purchase('po-address').approve({ by: 'li' });
  const { orders } = await world.orders.purchase('po-address').result();
  const wire = await fetch(`${world.sandbox.url}/_sandbox/orders/${orders[0]?.orderId}?wire`);
  expect(await wire.text()).toContain('Example Road 2');
});

test('a purchase that was terminated goes on after a Reset, and buys nothing again', async () => {
  await using world = await createWorld({ address });
  await world.buy({ id: 'po-ended', merchants: ['-nosign'] });
  const { orders } = await stageIs(world, 'po-ended', 'in-transit');
  await world.temporal.workflow.getHandle(purchaseWorkflowId('po-ended')).terminate('by mistake');
  await resetToFirst(world.temporal, purchaseWorkflowId('po-ended'));
  await stageIs(world, 'po-ended', 'in-transit');
  world.sandbox.byHand(orders[0]?.orderId ?? '', 'sign');
  expect(await world.orders.purchase('po-ended').result()).toMatchObject({
    stage: 'completed',
    outcome: 'full',
  });
  expect(boughtBy(world, 'po-ended')).toEqual(boughtOnce);
});

/** Has an order look now. Its own next look may come first, and be its last. */
async function hurry(world: World, orderId: string): Promise<void> {
  await world.orders
    .order('1688', orderId)
    .retry({ by: 'li' })
    .catch((error: unknown) => {
      if (!(error instanceof AlreadyClosedError)) throw error;
    });
}

test('Temporal’s database is restored: runs begin again where the backup has them, and read before they do anything', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'restored-'));
  const dbFile = join(folder, 'temporal.db');
  const port = await freePort();
  const start = (): Promise<TemporalServer> =>
    startTemporalServer({
      binary: inject('temporalBinary'),
      logFile: join(folder, 'log'),
      port,
      uiPort: null,
      dbFile,
    });
  let server = await start();
  try {
    await using world = await createWorld({ address: server.address });
    await world.buy({ id: 'po-asked', policy: { approveAboveFen: 0 } });
    await world.buy({ id: 'po-unpaid', policy: { payment: 'manual' } });
    await world.until('po-asked', ({ stuck }) => stuck?.reason === 'APPROVAL');
    const { orders } = await world.until('po-unpaid', (view) => view.orders[0]?.stuck?.reason === 'PAYMENT');
    await world.stopWorkers();
    await server.stop();
    await copyDatabase(dbFile, join(folder, 'backup.db'));

    server = await start();
    await world.startWorkers();
    await world.orders.purchase('po-asked').approve({ by: 'li' });
    world.sandbox.byHand(orders[0]?.orderId ?? '', 'pay');
    await world.buy({ id: 'po-later' });
    for (const id of ['po-asked', 'po-unpaid', 'po-later']) await world.orders.purchase(id).result();
    await world.stopWorkers();
    await server.stop();
    await copyDatabase(join(folder, 'backup.db'), dbFile);

    server = await start();
    await world.orders.switchSpending({ state: 'off', note: 'restored' });
    await world.startWorkers();
    await world.buy({ id: 'po-later' });
    await world.until('po-asked', ({ stuck }) => stuck?.reason === 'APPROVAL');
    await world.orders.purchase('po-asked').approve({ by: 'li' });
    for (const id of ['po-asked', 'po-later'])
      await world.until(id, ({ waiting }) => waiting?.step === 'create');
    await world.orders.switchSpending({ state: 'on', note: 'everything is posted again' });
    await hurry(world, orders[0]?.orderId ?? '');
    for (const id of ['po-asked', 'po-unpaid', 'po-later']) {
      expect(await world.orders.purchase(id).result()).toMatchObject({ stage: 'completed', paidFen: 2300 });
      expect(boughtBy(world, id)).toEqual(boughtOnce);
    }
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
