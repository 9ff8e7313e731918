import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { z } from 'zod';
import { orderList, purchaseList, stuckList } from '../gateway/answer-schemas.ts';
import { orderView, purchaseView } from '../gateway/view-schemas.ts';
import { ask } from './fixtures/gateway-calls.ts';
import { createWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ address: inject('temporalAddress') });
});
afterAll(() => world[Symbol.asyncDispose]());

/** A 200 whose body is exactly what the schema says: no member more, none less. */
async function read<S extends z.ZodType>(schema: S, path: string): Promise<z.output<S>> {
  const answer = await ask(world.gatewayUrl, path);
  expect(answer).toMatchObject({ status: 200 });
  const body = schema.parse(answer.body);
  expect(body).toEqual(answer.body);
  return body;
}

/** Visibility follows within seconds. */
async function readUntil<S extends z.ZodType>(
  schema: S,
  path: string,
  wanted: (body: z.output<S>) => boolean,
): Promise<z.output<S>> {
  const giveUp = Date.now() + 15_000;
  for (;;) {
    const body = await read(schema, path);
    if (wanted(body)) return body;
    if (Date.now() > giveUp) throw new Error(`it never showed; at last: ${JSON.stringify(body)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('a view over HTTP', () => {
  it('of a purchase that runs is as the document says in every stage, by one long poll after another', async () => {
    await world.buy({ id: 'po-poll', labels: { channel: 'shop-7' } });
    const stages = new Set<string>();
    let view = await read(purchaseView, '/v1/purchases/po-poll');
    while (view.closedAt === null) {
      stages.add(view.stage);
      const { revision } = view;
      view = await read(purchaseView, `/v1/purchases/po-poll?wait=20&revision=${revision}`);
      expect(view.revision).toBeGreaterThan(revision);
    }
    expect(stages).toContain('fulfilling');
    expect(view).toMatchObject({ stage: 'completed', outcome: 'full', labels: { channel: 'shop-7' } });
    const [order] = view.orders;
    const own = await read(orderView, `/v1/orders/1688/${order?.orderId}`);
    expect(own).toMatchObject({ ...order, purchaseId: 'po-poll', platform: '1688' });
  });

  it('of what has ended answers a long poll at once, and needs no worker', async () => {
    await world.buy({ id: 'po-done' });
    await world.orders.purchase('po-done').result();
    const { revision } = await read(purchaseView, '/v1/purchases/po-done');
    const polled = await ask(world.gatewayUrl, `/v1/purchases/po-done?wait=60&revision=${revision}`);
    expect([polled.status, polled.ms < 5_000]).toEqual([200, true]);
  });

  it('that does not change is answered unchanged after the seconds', async () => {
    await world.buy({ id: 'po-still', merchants: ['-refuse'] });
    const { revision } = await world.until('po-still', ({ stuck }) => stuck !== null);
    const path = '/v1/purchases/po-still?wait=1';
    for (const polled of [
      await ask(world.gatewayUrl, `${path}&revision=${revision}`),
      await ask(world.gatewayUrl, path),
    ]) {
      expect(polled).toMatchObject({ status: 200, body: { revision } });
      expect(polled.ms).toBeGreaterThan(900);
    }
  });

  it('of nothing is 404', async () => {
    for (const path of ['/v1/purchases/po-never', '/v1/orders/1688/1', '/v1/orders/taobao/1'])
      expect(await ask(world.gatewayUrl, path)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });
});

describe('lists over HTTP', () => {
  const IDS = ['po-l1', 'po-l2', 'po-l3'];
  beforeAll(async () => {
    for (const id of IDS) await world.buy({ id, merchants: ['-refuse'], labels: { list: 'yes' } });
    await readUntil(stuckList, '/v1/stuck?label=list%3Dyes', ({ total }) => total === 3);
  });

  it('page through purchases, newest first, each once', async () => {
    const seen: string[] = [];
    let path = '/v1/purchases?label=list%3Dyes&limit=2';
    for (;;) {
      const { items, nextCursor } = await read(purchaseList, path);
      seen.push(...items.map(({ id }) => id));
      if (nextCursor === null) break;
      path = `/v1/purchases?label=list%3Dyes&limit=2&cursor=${nextCursor}`;
    }
    expect(seen).toEqual(IDS.toReversed());
  });

  it('refuse a cursor of another list', async () => {
    const { nextCursor } = await read(purchaseList, '/v1/purchases?label=list%3Dyes&limit=1');
    const other = await ask(world.gatewayUrl, `/v1/purchases?limit=1&cursor=${nextCursor}`);
    expect(other).toMatchObject({ status: 422, body: { errors: [{ pointer: '/cursor' }] } });
  });

  it('show what waits oldest first, with what a person can say, page by page', async () => {
    const first = await read(stuckList, '/v1/stuck?reason=PREVIEW_REFUSED&label=list%3Dyes&limit=2');
    expect(first).toMatchObject({ total: 3, items: [{ kind: 'purchase', planned: false }, {}] });
    expect(first.items[0]?.actions).toEqual(expect.arrayContaining(['retry', 'skip', 'abort', 'hold']));
    const second = await read(
      stuckList,
      `/v1/stuck?reason=PREVIEW_REFUSED&label=list%3Dyes&limit=2&cursor=${first.nextCursor}`,
    );
    const all = [...first.items, ...second.items];
    expect(all.map(({ id }) => id).sort()).toEqual(IDS);
    expect(all.map(({ since }) => since)).toEqual(all.map(({ since }) => since).sort());
    expect(second.nextCursor).toBeNull();
  });

  it('narrow by stage, stuck, reason, user, label and change', async () => {
    const count = async (query: string) => (await read(purchaseList, `/v1/purchases?${query}`)).items.length;
    const mine = 'label=list%3Dyes';
    expect(await count(`${mine}&stage=previewing&stuck=true&reason=PREVIEW_REFUSED`)).toBe(3);
    expect(await count(`${mine}&stuck=false`)).toBe(0);
    expect(await count(`${mine}&stage=completed`)).toBe(0);
    expect(await count(`${mine}&userId=1700000000000`)).toBe(3);
    expect(await count(`${mine}&userId=somebody`)).toBe(0);
    expect(await count(`${mine}&changedAfter=2020-01-01T00:00:00%2B08:00`)).toBe(3);
    expect(await count(`${mine}&changedAfter=2999-01-01T00:00:00Z`)).toBe(0);
  });

  it('find an order by its purchase and by the bill number of a parcel', async () => {
    await world.buy({ id: 'po-bill' });
    const { orders } = await world.orders.purchase('po-bill').result();
    const [{ orderId, tracking } = { orderId: '', tracking: null }] = orders;
    const found = (page: { items: { orderId: string }[] }) => page.items.length === 1;
    const byPurchase = await readUntil(orderList, '/v1/orders?purchaseId=po-bill', found);
    const byBill = await readUntil(orderList, `/v1/orders?billNo=${tracking?.billNo}`, found);
    for (const { items } of [byPurchase, byBill])
      expect(items).toMatchObject([{ orderId, purchaseId: 'po-bill' }]);
  });
});

it('counts what is open and what waits for the metrics', async () => {
  await readUntil(stuckList, '/v1/stuck', ({ total }) => total > 0);
  const text = await (await fetch(`${world.gatewayUrl}/metrics`)).text();
  const { total } = await read(stuckList, '/v1/stuck?planned=true');
  const stuck = [...text.matchAll(/^pandapon_stuck\{reason="\w+"\} (\d+)$/gm)];
  expect(stuck.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(total);
  expect(text).toMatch(/^pandapon_open\{kind="purchase",stage="previewing"\} [1-9]/m);
  expect(text).toMatch(/^pandapon_stuck_oldest_seconds \d*\.?\d+$/m);
  expect(text).toMatch(/^pandapon_spending_on 1$/m);
});
