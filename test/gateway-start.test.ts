import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { purchaseView } from '../gateway/view-schemas.ts';
import { ask } from './fixtures/gateway-calls.ts';
import { createWorld, startOf, type World } from './world.ts';

const address = inject('temporalAddress');

describe('a start over HTTP', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ address });
  });
  afterAll(() => world[Symbol.asyncDispose]());
  const start = (body: unknown, more = {}) => ask(world.gatewayUrl, '/v1/purchases', { body, ...more });

  it('is 202 with the view when it is new, and 200 when the same body comes again in another order', async () => {
    const { id, platform, request, policy } = startOf({ id: 'po-new' });
    const first = await start({ id, platform, request, policy });
    expect(first).toMatchObject({ status: 202, body: { id: 'po-new', stage: 'previewing' } });
    const again = await start({ policy, request, platform, id });
    expect(again).toMatchObject({ status: 200, body: { id: 'po-new' } });
    for (const { body } of [first, again]) expect(purchaseView.parse(body)).toEqual(body);
  });

  it('is 409 for another body under the same id, also after the purchase has closed', async () => {
    await start(startOf({ id: 'po-taken' }));
    const other = startOf({ id: 'po-taken', quantity: 2 });
    const taken = { status: 409, body: { code: 'PURCHASE_ID_TAKEN' } };
    expect(await start(other)).toMatchObject(taken);
    await world.orders.purchase('po-taken').result();
    expect(await start(other)).toMatchObject(taken);
  });

  it('twenty times at once makes one purchase and one order', async () => {
    const before = world.sandbox.ledger().totals.orders;
    const body = startOf({ id: 'po-many' });
    const answers = await Promise.all(Array.from({ length: 20 }, () => start(body)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 202)).toHaveLength(1);
    expect(statuses.filter((status) => status === 200)).toHaveLength(19);
    await world.orders.purchase('po-many').result();
    expect(world.sandbox.ledger().totals.orders - before).toBe(1);
  });

  it.each([
    ['not JSON', '{"id":', {}, 400, 'BAD_JSON'],
    ['over 1 MiB', `"${'x'.repeat(1024 * 1024)}"`, {}, 413, 'TOO_LARGE'],
    ['text', '{}', { headers: { 'content-type': 'text/plain' } }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['without a key', '{}', { key: null }, 401, 'UNAUTHORIZED'],
    ['empty', '{}', {}, 422, 'INVALID'],
    ['absent', undefined, { method: 'POST' }, 400, 'BAD_JSON'],
  ])('with a body that is %s is told so', async (_, body, more, status, code) => {
    const answer = await start(body, more);
    expect(answer).toMatchObject({ status, body: { status, code } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  it('is 422 with a pointer to each member that does not fit', async () => {
    const { request, ...rest } = startOf({ id: '13800138000' });
    const body = { ...rest, colour: 'red', request: { ...request, userId: 'somebody', cargoParamList: [] } };
    expect(await start(body)).toMatchObject({
      status: 422,
      body: {
        errors: expect.arrayContaining([
          expect.objectContaining({ pointer: '/id' }),
          expect.objectContaining({ pointer: '/colour' }),
          expect.objectContaining({ pointer: '/request/cargoParamList' }),
        ]),
      },
    });
  });
});

it('without a worker a start is still 202, its view 503 NO_WORKER within 3 s, and nothing is lost', async () => {
  await using world = await createWorld({ address, workers: false });
  const started = await ask(world.gatewayUrl, '/v1/purchases', { body: startOf({ id: 'po-1' }) });
  expect(started.status).toBe(202);
  const again = await ask(world.gatewayUrl, '/v1/purchases', { body: startOf({ id: 'po-1' }) });
  expect(again.status).toBe(200);
  const view = await ask(world.gatewayUrl, '/v1/purchases/po-1');
  expect(view).toMatchObject({ status: 503, body: { code: 'NO_WORKER' } });
  expect([view.headers.has('retry-after'), view.ms < 3_000]).toEqual([true, true]);
  await world.startWorkers();
  await world.orders.purchase('po-1').result();
  expect(await ask(world.gatewayUrl, '/v1/purchases/po-1')).toMatchObject({
    status: 200,
    body: { stage: 'completed', outcome: 'full' },
  });
  expect(world.sandbox.ledger().totals.orders).toBe(1);
});
