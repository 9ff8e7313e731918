import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import type { BulkResult } from '../client/index.ts';
import { actionsFor, isPlanned, type Stuck, type StuckReason } from '../contract/index.ts';
import { body, ClientWorld } from './fixtures/client-world.ts';

let world: ClientWorld;
beforeAll(async () => {
  world = await ClientWorld.make(inject('temporalAddress'));
  await world.work();
  for (const n of [1, 2, 3]) await world.orders.start(body(`po-${n}`, { labels: { channel: `shop-${n}` } }));
  await world.orders.start(body('po-4', { userId: 'u-2', labels: { channel: 'it-s=a b' } }));
  await world.order('2001', { purchaseId: 'po-1', labels: { channel: 'shop-1' } });
  await world.order('2002', { purchaseId: 'po-2' });
  await world.show('purchase:po-2', { view: { stuck: stuck('OVER_BUDGET', '2026-01-02T00:00:00.000Z', 7) } });
  await world.show('purchase:po-3', { view: { stuck: stuck('APPROVAL', '2026-01-03T00:00:00.000Z', 8) } });
  await world.show('order:1688:2001', { view: { stuck: stuck('PAY_LINK', '2026-01-01T00:00:00.000Z', 9) } });
  await vi.waitFor(async () => expect((await world.orders.stuck({ planned: true }).page()).total).toBe(3), {
    timeout: 10_000,
    interval: 50,
  });
});
afterAll(() => world.close());

const stuck = (reason: StuckReason, since: string, revision: number): Stuck => ({
  ...{ reason, step: 'step', message: `because ${reason}`, since, attempts: 1, revision },
  ...{ actions: actionsFor(reason), planned: isPlanned(reason), payUrl: 'https://pay.example/1' },
});
async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of list) items.push(item);
  return items;
}
const ids = (items: { id: string }[]) => items.map((item) => item.id);

describe('lists', () => {
  it('show purchases newest first, and orders apart', async () => {
    const items = await all(world.orders.purchases());
    expect(ids(items)).toEqual(['po-4', 'po-3', 'po-2', 'po-1']);
    expect(items[1]).toMatchObject({
      stage: 'previewing',
      stuckReason: 'APPROVAL',
      userId: 'u-1',
      labels: { channel: 'shop-3' },
    });
    const orders = await all(world.orders.orders({ purchaseId: 'po-1' }));
    expect(orders).toMatchObject([
      { platform: '1688', orderId: '2001', purchaseId: 'po-1', stuckReason: 'PAY_LINK', billNos: [] },
    ]);
  });

  it('are narrowed by each filter', async () => {
    const found = async (filter: Parameters<typeof world.orders.purchases>[0]) =>
      ids(await all(world.orders.purchases(filter)));
    expect(await found({ label: 'channel=shop-2' })).toEqual(['po-2']);
    expect(await found({ userId: 'u-2' })).toEqual(['po-4']);
    expect(await found({ stuck: true })).toEqual(['po-2']);
    expect(await found({ stuck: true, planned: true })).toEqual(['po-3', 'po-2']);
    expect(await found({ reason: 'APPROVAL' })).toEqual(['po-3']);
    expect(await found({ stuck: false })).toEqual(['po-4', 'po-1']);
    expect(await found({ stage: 'previewing', changedAfter: '2126-01-01T00:00:00Z' })).toEqual([]);
  });

  it('take a filter as text and never as a condition', async () => {
    for (const text of ["x' OR PandaponUser = 'u-1", '\\', "\\' OR 1=1 --", '"', '%', '`', ';'])
      expect(await all(world.orders.purchases({ userId: text }))).toEqual([]);
    expect(ids(await all(world.orders.purchases({ label: 'channel=it-s=a b' })))).toEqual(['po-4']);
  });

  it('come in pages, by a cursor that fits its own filter only', async () => {
    const first = await world.orders.purchases().page({ limit: 3 });
    expect(ids(first.items)).toEqual(['po-4', 'po-3', 'po-2']);
    const cursor = first.nextCursor ?? '';
    expect(ids((await world.orders.purchases().page({ limit: 3, cursor })).items)).toEqual(['po-1']);
    for (const wrong of [
      () => world.orders.purchases({ userId: 'u-1' }).page({ cursor }),
      () => world.orders.purchases().page({ cursor: 'x' }),
    ])
      await expect(wrong()).rejects.toMatchObject({ code: 'INVALID', errors: [{ pointer: '/cursor' }] });
    await expect(world.orders.purchases().page({ limit: 201 })).rejects.toMatchObject({
      errors: [{ pointer: '/limit' }],
    });
  });

  it('show only the newest run of a purchase that was reset', async () => {
    await world.orders.start(body('po-reset', { userId: 'u-reset' }));
    const handle = world.client.workflow.getHandle('purchase:po-reset');
    await world.orders.purchase('po-reset').view();
    await world.client.workflowService.resetWorkflowExecution({
      namespace: world.namespace,
      workflowExecution: { workflowId: 'purchase:po-reset' },
      ...{ reason: 'test', requestId: 'reset-1' },
      workflowTaskFinishEventId:
        (await handle.fetchHistory()).events?.find((event) => event.workflowTaskCompletedEventAttributes)
          ?.eventId ?? null,
    });
    const runs = () => world.client.workflow.count("PurchaseId = 'po-reset'");
    await expect.poll(async () => (await runs()).count).toBe(2);
    expect(ids(await all(world.orders.purchases({ userId: 'u-reset' })))).toEqual(['po-reset']);
  });
});

describe('what waits for a person', () => {
  it('is shown oldest first with what can be said, planned waits when asked for', async () => {
    const page = await world.orders.stuck().page();
    expect(page).toMatchObject({ total: 2, nextCursor: null });
    expect(page.items).toMatchObject([
      {
        kind: 'order',
        id: '2001',
        purchaseId: 'po-1',
        reason: 'PAY_LINK',
        message: 'because PAY_LINK',
        revision: 9,
        payUrl: 'https://pay.example/1',
        planned: false,
      },
      {
        kind: 'purchase',
        id: 'po-2',
        purchaseId: 'po-2',
        reason: 'OVER_BUDGET',
        actions: ['retry', 'approve', 'abort', 'hold'],
      },
    ]);
    expect(ids(await all(world.orders.stuck({ planned: true })))).toEqual(['2001', 'po-2', 'po-3']);
    expect(ids(await all(world.orders.stuck({ reason: 'APPROVAL' })))).toEqual(['po-3']);
  });

  it('comes in pages that know the total', async () => {
    const first = await world.orders.stuck({ planned: true }).page({ limit: 2 });
    const second = await world.orders
      .stuck({ planned: true })
      .page({ limit: 2, cursor: first.nextCursor ?? '' });
    expect([first.total, ids(first.items), second.total, ids(second.items), second.nextCursor]).toEqual([
      3,
      ['2001', 'po-2'],
      3,
      ['po-3'],
      null,
    ]);
  });

  it('is counted for metrics', async () => {
    const { open, stuck, oldestStuckSince } = await world.orders.counts();
    expect(open).toContainEqual({ kind: 'order', stage: 'paying', count: 2 });
    expect(stuck).toContainEqual({ reason: 'APPROVAL', count: 1 });
    expect(stuck).toContainEqual({ reason: 'PRICE_DRIFT', count: 0 });
    expect(oldestStuckSince).toBe('2026-01-01T00:00:00.000Z');
  });
});

describe('a bulk retry', () => {
  const brief = ({ results }: { results: BulkResult[] }) => results.map(({ id, ok, code }) => [id, ok, code]);

  it('says what it would do, and does nothing, as a dry run', async () => {
    const dry = await world.orders.retryStuck({ dryRun: true });
    expect(brief(dry)).toEqual([
      ['2001', true, undefined],
      ['po-2', true, undefined],
    ]);
    expect((await world.orders.order('1688', '2001').view()).timeline).toEqual([]);
  });

  it('answers every id: retried, planned, not stuck, unknown', async () => {
    const done = await world.orders.retryStuck({
      ids: ['po-3', 'po-2', 'po-1', 'po-x', '9999999999999999'],
      by: 'li',
      note: 'all',
    });
    expect(brief(done).sort()).toEqual([
      ['9999999999999999', false, 'NOT_FOUND'],
      ['po-1', false, 'NOT_STUCK'],
      ['po-2', true, undefined],
      ['po-3', false, 'PLANNED'],
      ['po-x', false, 'NOT_FOUND'],
    ]);
    const { timeline } = await world.orders.purchase('po-2').view();
    expect(timeline).toMatchObject([{ what: 'retry', by: 'library:li' }]);
    expect(JSON.parse(timeline[0]?.detail ?? '')).toMatchObject({ note: 'all', revision: 7 });
  });

  it('goes by reason', async () => {
    expect(brief(await world.orders.retryStuck({ reason: 'PAY_LINK' }))).toEqual([['2001', true, undefined]]);
    expect(brief(await world.orders.retryStuck({ reason: 'APPROVAL' }))).toEqual([
      ['po-3', false, 'PLANNED'],
    ]);
    expect(brief(await world.orders.retryStuck({ reason: 'SHIP_OVERDUE' }))).toEqual([]);
  });
});

describe('a bulk retry with an idempotency key', () => {
  const once = { idempotencyKey: 'bulk-1' };
  const wanted = { ids: ['po-key-1', 'po-key-2'], note: 'the platform is back' };
  const brief = ({ results }: { results: BulkResult[] }) =>
    results.map(({ id, ok, code }) => [id, ok, code]).sort();
  const retries = async (id: string) => (await world.orders.purchase(id).view()).timeline.length;
  const waits = (id: string, revision: number) =>
    world.show(`purchase:${id}`, {
      view: { stuck: stuck('CREATE_REFUSED', '2026-01-04T00:00:00.000Z', revision) },
    });
  const listed = (count: number) =>
    vi.waitFor(
      async () => {
        const { total } = await world.orders.stuck({ reason: 'CREATE_REFUSED' }).page();
        expect(total).toBe(count);
      },
      { timeout: 10_000, interval: 50 },
    );
  beforeAll(async () => {
    for (const id of wanted.ids) {
      await world.orders.start(body(id));
      await waits(id, 1);
    }
    await listed(2);
  });

  it('retries no run twice, also one that waits anew, and answers the first time again', async () => {
    const answer = [
      ['po-key-1', true, undefined],
      ['po-key-2', true, undefined],
    ];
    expect(brief(await world.orders.retryStuck(wanted, once))).toEqual(answer);
    await waits('po-key-1', 3);
    await world.show('purchase:po-key-2', { view: { stuck: null } });
    await listed(1);
    expect(brief(await world.orders.retryStuck(wanted, once))).toEqual(answer);
    expect([await retries('po-key-1'), await retries('po-key-2')]).toEqual([1, 1]);
  });

  it('is refused with another body, by runs that wait and runs that do not, and counts within its API key', async () => {
    const other = { ...wanted, note: 'another' };
    const code = 'IDEMPOTENCY_KEY_REUSED';
    await expect(world.orders.retryStuck(other, once)).rejects.toMatchObject({ code, status: 422 });
    expect(brief(await world.orders.retryStuck({ ...other, dryRun: true }, once))).toEqual([
      ['po-key-1', true, undefined],
      ['po-key-2', false, code],
    ]);
    expect([await retries('po-key-1'), await retries('po-key-2')]).toEqual([1, 1]);
    const door = { kind: 'operator', key: 'ops' } as const;
    expect(brief(await world.orders.retryStuck({ ids: ['po-key-1'] }, { ...once, door }))).toEqual([
      ['po-key-1', true, undefined],
    ]);
    expect(await retries('po-key-1')).toBe(2);
  });
});

describe('spending', () => {
  it('is on until somebody turns it off, and says who, why and when', async () => {
    expect(await world.orders.spending()).toEqual({ state: 'on', since: null, by: null, note: null });
    const off = await world.orders.switchSpending({ state: 'off', by: 'li', note: 'odd prices' });
    expect(off).toMatchObject({
      state: 'off',
      by: 'library:li',
      note: 'odd prices',
      since: expect.any(String),
    });
    expect(await world.orders.spending()).toEqual(off);
    const on = await world.orders.switchSpending({ state: 'on' }, { door: { kind: 'operator', key: 'ops' } });
    expect(on).toMatchObject({ state: 'on', by: 'operator:ops', note: null, since: expect.any(String) });
  });

  it('switched again with the same idempotency key stays as somebody else has switched it since', async () => {
    const once = { idempotencyKey: 'switch-1' };
    const off = await world.orders.switchSpending({ state: 'off', note: 'odd prices' }, once);
    expect(await world.orders.switchSpending({ state: 'off', note: 'odd prices' }, once)).toEqual(off);
    const on = await world.orders.switchSpending({ state: 'on', by: 'li' });
    expect(await world.orders.switchSpending({ state: 'off', note: 'odd prices' }, once)).toEqual(on);
    const other = world.orders.switchSpending({ state: 'on' }, once);
    await expect(other).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED', status: 422 });
    const door = { kind: 'operator', key: 'ops' } as const;
    expect((await world.orders.switchSpending({ state: 'off' }, { ...once, door })).state).toBe('off');
    await world.orders.switchSpending({ state: 'on' });
  });

  it('is turned off also with the longest note, of which the server keeps the beginning', async () => {
    for (let n = 0; n < 10; n++)
      await world.orders.switchSpending({ state: 'on' }, { idempotencyKey: `before-${n}` });
    for (const note of ['x'.repeat(500), '备'.repeat(500), '\u0001"'.repeat(250), '😀'.repeat(250)]) {
      const off = await world.orders.switchSpending({ state: 'off', note, by: '李'.repeat(64) });
      expect(off).toMatchObject({ state: 'off', by: `library:${'李'.repeat(64)}` });
      const kept = off.note?.replace(/…$/, '') ?? '';
      expect(kept).toBe(note.slice(0, kept.length));
      expect(kept.length).toBeGreaterThan(80);
    }
    await world.orders.switchSpending({ state: 'on' });
  });

  it('reads what was switched with the Temporal CLI', async () => {
    await world.client.workflowService.updateTaskQueueConfig({
      namespace: world.namespace,
      ...{ identity: 'ops@host', taskQueue: 'pandapon-spend', taskQueueType: 2 },
      updateQueueRateLimit: { rateLimit: { requestsPerSecond: 0 }, reason: 'kill switch' },
    });
    expect(await world.orders.spending()).toMatchObject({
      state: 'off',
      by: 'ops@host',
      note: 'kill switch',
    });
    await world.orders.switchSpending({ state: 'on' });
  });
});

describe('a hint', () => {
  const event = { type: 'ORDER_STATUS_MODIFY', by: 'callback' as const };

  it('is safely in Temporal once it is answered', async () => {
    expect(await world.orders.hint({ platform: '1688', orderId: '2002', event })).toEqual({
      delivered: true,
    });
    expect(await world.client.workflow.getHandle('order:1688:2002').query('hints')).toEqual([event]);
  });

  it('for an order nobody tracks, or one that has ended, is not delivered', async () => {
    expect(await world.orders.hint({ platform: '1688', orderId: '404', event })).toEqual({
      delivered: false,
    });
    await world.order('2003');
    await world.show('order:1688:2003', { view: {}, end: true });
    await world.orders.order('1688', '2003').result();
    expect(await world.orders.hint({ platform: '1688', orderId: '2003', event })).toEqual({
      delivered: false,
    });
  });
});
