import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startTemporalServer } from '../embedded/temporal-server.ts';
import { ask } from './fixtures/gateway-calls.ts';
import { push } from './fixtures/gateway-push.ts';
import { createWorld, startOf, type World } from './world.ts';

const address = inject('temporalAddress');
const result = (answer: { status: number; body: unknown }) => [answer.status, answer.body];

describe('a callback', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ address, callbacks: false });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('moves the order that it names, long before the order looks for itself', async () => {
    await world.buy({ id: 'po-moved', policy: { pollSeconds: 3600 } });
    const { orders } = await world.until('po-moved', (view) => view.orders[0]?.paid === true);
    const orderId = orders[0]?.orderId ?? '';
    let { revision, stage } = await world.orders.order('1688', orderId).view();
    while (stage === 'awaiting-shipment') {
      expect((await push(world.gatewayUrl, orderId, 'LOGISTICS_BUYER_VIEW_TRACE')).status).toBe(200);
      ({ revision, stage } = await world.orders
        .order('1688', orderId)
        .waitForChange({ revision, seconds: 1 }));
    }
    expect(stage).not.toBe('awaiting-shipment');
  });

  it('about an order that nobody has, or whose run has ended, is taken and has no effect', async () => {
    expect(result(await push(world.gatewayUrl, '999'))).toEqual([200, { result: 'no-run' }]);
    await world.buy({ id: 'po-ended', policy: { pollSeconds: 1 } });
    const { orders } = await world.orders.purchase('po-ended').result();
    const orderId = orders[0]?.orderId ?? '';
    const before = await world.orders.order('1688', orderId).view();
    expect(result(await push(world.gatewayUrl, orderId))).toEqual([200, { result: 'no-run' }]);
    expect(await world.orders.order('1688', orderId).view()).toEqual(before);
  });

  it('that comes twice, in another order and late changes nothing', async () => {
    await world.buy({ id: 'po-twice', policy: { pollSeconds: 3600 } });
    const { orders } = await world.until('po-twice', (view) => view.orders[0]?.paid === true);
    const orderId = orders[0]?.orderId ?? '';
    const debits = world.sandbox.ledger().totals.debits;
    const types = [
      'ORDER_BUYER_VIEW_ORDER_SUCCESS',
      'ORDER_BUYER_VIEW_ORDER_PAY',
      'ORDER_BUYER_VIEW_ORDER_PAY',
    ];
    for (const type of types) expect((await push(world.gatewayUrl, orderId, type)).status).toBe(200);
    const view = await world.orders.order('1688', orderId).view();
    expect([view.paid, view.closedAt, view.money.paidFen]).toEqual([true, null, 2300]);
    expect(world.sandbox.ledger().totals.debits).toBe(debits);
  });

  it('is answered within the second, ten at once over many orders', async () => {
    await world.buy({ id: 'po-burst', merchants: Array(10).fill('-noship'), policy: { pollSeconds: 3600 } });
    const { orders } = await world.until(
      'po-burst',
      (view) => view.orders.filter(({ paid }) => paid).length === 10,
    );
    const slowest: number[] = [];
    const sender = async (first: number) => {
      for (let n = first; n < 100; n += 10) {
        const answer = await push(world.gatewayUrl, orders[n % 10]?.orderId ?? '');
        expect(result(answer)).toEqual([200, { result: 'delivered' }]);
        slowest.push(answer.ms);
      }
    };
    await Promise.all(Array.from({ length: 10 }, (_, first) => sender(first)));
    expect(Math.max(...slowest)).toBeLessThan(1000);
  });
});

it('while Temporal is away callbacks and starts are 503 in time; after it is back what is sent again arrives', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-outage-'));
  const options = {
    binary: inject('temporalBinary'),
    logFile: join(folder, 'temporal.log'),
    dbFile: join(folder, 'temporal.db'),
    uiPort: null,
  };
  let server = await startTemporalServer(options);
  try {
    await using world = await createWorld({ address: server.address, callbacks: false });
    await world.buy({ id: 'po-1', policy: { pollSeconds: 3600 } });
    const { orders } = await world.until('po-1', (view) => view.orders[0]?.paid === true);
    const orderId = orders[0]?.orderId ?? '';
    const start = () => ask(world.gatewayUrl, '/v1/purchases', { body: startOf({ id: 'po-2' }) });

    await server.stop();
    const [callback, started, ready] = await Promise.all([
      push(world.gatewayUrl, orderId),
      start(),
      ask(world.gatewayUrl, '/readyz'),
    ]);
    expect([callback.status, callback.ms < 1000]).toEqual([503, true]);
    expect(started).toMatchObject({ status: 503, body: { code: 'TEMPORAL_UNAVAILABLE' } });
    expect(started.headers.has('retry-after')).toBe(true);
    expect([ready.status, (await ask(world.gatewayUrl, '/healthz')).status]).toEqual([503, 200]);

    server = await startTemporalServer({ ...options, port: Number(server.address.split(':')[1]) });
    const again = async <T extends { status: number }>(send: () => Promise<T>): Promise<T> => {
      const answer = await send();
      return answer.status === 503 ? again(send) : answer;
    };
    expect(result(await again(() => push(world.gatewayUrl, orderId)))).toEqual([
      200,
      { result: 'delivered' },
    ]);
    expect((await again(start)).status).toBe(202);
    world.sandbox.settings({ callbackUrl: `${world.gatewayUrl}/callbacks/pandapon` });
    expect((await world.orders.purchase('po-2').result()).stage).toBe('completed');
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);

it('while Temporal hangs, callbacks, starts, views and long polls are 503 in time', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-hang-'));
  const server = await startTemporalServer({
    binary: inject('temporalBinary'),
    logFile: join(folder, 'temporal.log'),
    uiPort: null,
  });
  try {
    await using world = await createWorld({ address: server.address, callbacks: false });
    await world.buy({ id: 'po-1', policy: { pollSeconds: 3600 } });
    const { orders } = await world.until('po-1', (view) => view.orders[0]?.paid === true);
    const view = (query = '') => ask(world.gatewayUrl, `/v1/purchases/po-1${query}`);
    process.kill(server.child.pid, 'SIGSTOP');
    try {
      const [callback, ...others] = await Promise.all([
        push(world.gatewayUrl, orders[0]?.orderId ?? ''),
        ask(world.gatewayUrl, '/v1/purchases', { body: startOf({ id: 'po-2' }) }),
        view(),
        view('?wait=1&revision=999999'),
      ]);
      expect([callback.status, callback.ms < 1000]).toEqual([503, true]);
      for (const answer of others) {
        expect(answer).toMatchObject({ status: 503, body: { code: 'TEMPORAL_UNAVAILABLE' } });
        expect([answer.headers.has('retry-after'), answer.ms < 10_000]).toEqual([true, true]);
      }
    } finally {
      process.kill(server.child.pid, 'SIGCONT');
    }
    const again = async (): ReturnType<typeof view> => {
      const answer = await view();
      return answer.status === 503 ? again() : answer;
    };
    expect((await again()).status).toBe(200);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
