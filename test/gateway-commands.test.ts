import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { retryResults, spendingState } from '../gateway/answer-schemas.ts';
import { orderView, purchaseView } from '../gateway/view-schemas.ts';
import { ask } from './fixtures/gateway-calls.ts';
import { createWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ address: inject('temporalAddress') });
});
afterAll(() => world[Symbol.asyncDispose]());

const say = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
  ask(world.gatewayUrl, path, { method: 'POST', body, headers });
const sayTo = (id: string, command: string, body?: unknown, headers = {}) =>
  say(`/v1/purchases/${id}/${command}`, body, headers);

describe('a command over HTTP', () => {
  it('is answered with the view just after; the name of the key and the person stand in the timeline', async () => {
    await world.buy({ id: 'po-yes', policy: { approveAboveFen: 0 } });
    const { stuck } = await world.until('po-yes', (view) => view.stuck !== null);
    const approved = await sayTo('po-yes', 'approve', { by: 'li', note: 'fine', revision: stuck?.revision });
    expect(approved.status).toBe(200);
    const view = purchaseView.parse(approved.body);
    expect(view).toEqual(approved.body);
    expect(view.timeline).toContainEqual(
      expect.objectContaining({
        what: 'approve',
        by: 'operator:all/li',
        detail: expect.stringContaining('fine'),
      }),
    );
    expect((await world.orders.purchase('po-yes').result()).stage).toBe('completed');
    expect(await sayTo('po-yes', 'cancel')).toMatchObject({ status: 409, body: { code: 'ALREADY_CLOSED' } });
  });

  it('that is late, or that nothing waits for, is refused and changes nothing', async () => {
    await world.buy({ id: 'po-late', merchants: ['-refuse'] });
    const { stuck, revision } = await world.until('po-late', (view) => view.stuck !== null);
    const stale = await sayTo('po-late', 'skip', { revision: (stuck?.revision ?? 0) + 1 });
    expect(stale).toMatchObject({ status: 409, body: { code: 'STALE_REVISION' } });
    expect(await sayTo('po-late', 'approve', {})).toMatchObject({ status: 409 });
    expect(await sayTo('po-late', 'adopt', { orders: [] })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/orders' }] },
    });
    const misfit = await sayTo('po-late', 'retry', { lines: { '7': { quantity: 1 } } });
    expect(misfit).toMatchObject({
      status: 422,
      body: { code: 'INVALID', errors: [{ pointer: '/lines/7' }] },
    });
    expect((await world.orders.purchase('po-late').view()).revision).toBe(revision);
  });

  it('said twice with one Idempotency-Key has its effect once; with another body it is 422', async () => {
    await world.buy({ id: 'po-once', merchants: ['-refuse'] });
    await world.until('po-once', (view) => view.stuck !== null);
    const key = { 'idempotency-key': 'k-1' };
    const twice = await Promise.all([
      sayTo('po-once', 'hold', { by: 'li' }, key),
      sayTo('po-once', 'hold', { by: 'li' }, key),
    ]);
    expect(twice.map(({ status }) => status)).toEqual([200, 200]);
    const { timeline } = await world.orders.purchase('po-once').view();
    expect(timeline.filter(({ what }) => what === 'hold')).toHaveLength(1);
    const other = await sayTo('po-once', 'hold', { by: 'wang' }, key);
    expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  });

  it('reaches an order by its own path', async () => {
    await world.buy({ id: 'po-order', policy: { holdBeforePay: true } });
    const { orders } = await world.until('po-order', (view) => view.orders.length > 0);
    const path = `/v1/orders/1688/${orders[0]?.orderId}`;
    await world.untilOrder(orders[0]?.orderId ?? '', (view) => view.stuck?.reason === 'HELD');
    expect(await say(`${path}/confirm-receipt`, {})).toMatchObject({ status: 409 });
    const released = await say(`${path}/release`, { by: 'li' });
    expect(released.status).toBe(200);
    expect(orderView.parse(released.body)).toEqual(released.body);
    expect((await world.orders.purchase('po-order').result()).paidFen).toBe(2300);
    expect(await say(`${path}/adopt`, { orders: ['1'] })).toMatchObject({ status: 404 });
  });

  it('to nobody is 404, and without a worker 503 OUTCOME_UNKNOWN with the key to send it again with', async () => {
    expect(await sayTo('po-nobody', 'skip')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    await using quiet = await createWorld({ address: inject('temporalAddress'), workers: false });
    await quiet.buy({ id: 'po-1', merchants: ['-refuse'] });
    const hold = (headers = {}) =>
      ask(quiet.gatewayUrl, '/v1/purchases/po-1/hold', { body: { by: 'li' }, headers });
    const unknown = await hold();
    expect(unknown).toMatchObject({ status: 503, body: { code: 'OUTCOME_UNKNOWN' } });
    const key = unknown.headers.get('idempotency-key') ?? '';
    expect(unknown.body).toMatchObject({ idempotencyKey: key });
    await quiet.startWorkers();
    expect(await hold({ 'idempotency-key': key })).toMatchObject({ status: 200 });
    const { timeline } = await quiet.orders.purchase('po-1').view();
    expect(timeline.filter(({ what }) => what === 'hold')).toHaveLength(1);
  }, 60_000);
});

it('a bulk retry answers every item, leaves planned waits alone, and does nothing on a dry run', async () => {
  await world.buy({ id: 'po-b1', merchants: ['-refuse'] });
  await world.buy({ id: 'po-b2', policy: { approveAboveFen: 0 } });
  const ids = ['po-b1', 'po-b2', 'po-nobody'];
  for (const id of ids.slice(0, 2)) await world.until(id, (view) => view.stuck !== null);
  const retry = async (more: object) => {
    const answer = await say('/v1/stuck/retry', { ids, ...more });
    expect(answer.status).toBe(200);
    return retryResults.parse(answer.body).results.toSorted((a, b) => a.id.localeCompare(b.id));
  };
  const settled = async (more: object) => {
    const giveUp = Date.now() + 15_000;
    for (;;) {
      const results = await retry(more);
      if (results.filter(({ code }) => code === 'NOT_STUCK').length === 0 || Date.now() > giveUp)
        return results;
    }
  };
  expect(await settled({ dryRun: true })).toMatchObject([
    { id: 'po-b1', kind: 'purchase', ok: true },
    { id: 'po-b2', ok: false, code: 'PLANNED' },
    { id: 'po-nobody', ok: false, code: 'NOT_FOUND' },
  ]);
  const said = async () =>
    (await world.orders.purchase('po-b1').view()).timeline.filter(({ what }) => what === 'retry').length;
  expect(await said()).toBe(0);
  expect((await settled({ note: 'again' }))[0]).toMatchObject({ id: 'po-b1', ok: true });
  expect(await said()).toBe(1);
});

it('a bulk retry and a switch of spending sent twice with one Idempotency-Key have their effect once', async () => {
  const once = { 'idempotency-key': 'bulk-1' };
  const reused = { status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } };
  await world.buy({ id: 'po-bulk-key', merchants: ['-refuse'] });
  await world.until('po-bulk-key', (view) => view.stuck !== null);
  const retry = async (body: object) => await say('/v1/stuck/retry', { ids: ['po-bulk-key'], ...body }, once);
  const first = await vi.waitUntil(
    async () => {
      const answer = await retry({});
      return retryResults.parse(answer.body).results[0]?.ok === true ? answer : null;
    },
    { timeout: 15_000, interval: 100 },
  );
  await world.until(
    'po-bulk-key',
    ({ timeline, stuck }) => timeline.some(({ what }) => what === 'retry') && stuck !== null,
  );
  expect((await retry({})).body).toEqual(first.body);
  expect(await retry({ note: 'another' })).toMatchObject(reused);
  const { timeline } = await world.orders.purchase('po-bulk-key').view();
  expect(timeline.filter(({ what }) => what === 'retry')).toHaveLength(1);

  const off = { state: 'off', note: 'leaked key' };
  expect(await say('/v1/spending', off, once)).toMatchObject({ status: 200, body: { state: 'off' } });
  expect(await say('/v1/spending', { state: 'on' })).toMatchObject({ body: { state: 'on' } });
  expect(await say('/v1/spending', off, once)).toMatchObject({ status: 200, body: { state: 'on' } });
  expect(await say('/v1/spending', { state: 'off' }, once)).toMatchObject(reused);
});

it('the switch for spending stops what costs money, says who turned it, and lets all go on', async () => {
  const turn = async (body: unknown) => spendingState.parse((await say('/v1/spending', body)).body);
  try {
    expect(await turn({ state: 'off', by: 'li', note: 'leaked key' })).toMatchObject({
      state: 'off',
      by: 'operator:all/li',
      note: 'leaked key',
    });
    await world.buy({ id: 'po-off' });
    const view = await world.until('po-off', ({ waiting }) => waiting !== null);
    expect(view).toMatchObject({ stage: 'creating', waiting: { for: 'spending', step: 'create' } });
  } finally {
    await turn({ state: 'on' });
  }
  expect((await ask(world.gatewayUrl, '/v1/spending')).body).toMatchObject({ state: 'on' });
  expect((await world.orders.purchase('po-off').result()).stage).toBe('completed');
  expect(await say('/v1/spending', { state: 'perhaps' })).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/state' }] },
  });
});
