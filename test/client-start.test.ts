import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connect, InvalidError, NoWorkerError, PurchaseIdTakenError } from '../client/index.ts';
import { startTemporalServer } from '../embedded/temporal-server.ts';
import { body, ClientWorld, REQUEST } from './fixtures/client-world.ts';

describe('starting a purchase', () => {
  let world: ClientWorld;
  beforeAll(async () => {
    world = await ClientWorld.make(inject('temporalAddress'));
  });
  afterAll(() => world.close());
  const history = async (id: string) => {
    const { events } = await world.client.workflow.getHandle(`purchase:${id}`).fetchHistory();
    return events?.[0]?.workflowExecutionStartedEventAttributes;
  };

  it('needs no worker, and shows the request until one comes', async () => {
    const { created, view } = await world.orders.post(body('po-new', { labels: { channel: 'shop-7' } }));
    expect(created).toBe(true);
    expect(view).toMatchObject({ id: 'po-new', stage: 'previewing', userId: 'u-1', totalFen: 0 });
    expect(view.lines.map((line) => [line.line, line.specId, line.orderId])).toEqual([
      [0, 'spec-1', null],
      [1, 'spec-2', null],
    ]);
  });

  it('answers the same body again with the first purchase, whatever the order of its members', async () => {
    const first = await world.orders.post(body('po-again'));
    const { cargoParamList, addressParam, flow } = REQUEST;
    const again = await world.orders.post({
      request: { cargoParamList, flow, addressParam },
      platform: '1688',
      id: 'po-again',
    });
    expect(again.created).toBe(false);
    expect(again.view.runId).toBe(first.view.runId);
  });

  it('compares before defaults: a default spelt out is another body', async () => {
    await world.orders.post(body('po-default'));
    const spelt = world.orders.post(body('po-default', { policy: { payment: 'each' } }));
    await expect(spelt).rejects.toThrow(PurchaseIdTakenError);
  });

  it('keeps an id for ever once its purchase has closed', async () => {
    await world.orders.post(body('po-closed'));
    await world.client.workflow.getHandle('purchase:po-closed').terminate();
    await expect(world.orders.post(body('po-closed', { labels: { a: 'b' } }))).rejects.toThrow(
      PurchaseIdTakenError,
    );
  });

  it('makes one purchase out of twenty posts at once', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => world.orders.post(body('po-many'))));
    expect(all.filter((one) => one.created)).toHaveLength(1);
    expect(new Set(all.map((one) => one.view.runId)).size).toBe(1);
  });

  it('refuses what does not fit before Temporal is asked', async () => {
    const away = await connect({ client: world.client });
    const noUser = await away.post(body('po-nobody')).catch((error: unknown) => error);
    expect(noUser).toBeInstanceOf(InvalidError);
    expect(noUser).toMatchObject({ status: 422, errors: [{ pointer: '/userId' }] });
    const other = world.orders.post(body('po-other', { request: { ...REQUEST, userId: 'u-2' } }));
    await expect(other).rejects.toMatchObject({ code: 'INVALID', errors: [{ pointer: '/request/userId' }] });
    const large = { ...REQUEST, note: 'x'.repeat(1_100_000) };
    await expect(world.orders.post(body('po-large', { request: large }))).rejects.toMatchObject({
      code: 'TOO_LARGE',
    });
  });

  it('shows in the Temporal UI what was asked, and nothing personal', async () => {
    await world.orders.post(body('po-ui', { labels: { channel: 'shop-7' } }));
    const run = await world.client.workflow.getHandle('purchase:po-ui').describe();
    expect(await run.staticSummary()).toBe('2 lines, 1 merchant, channel=shop-7');
    const clear = JSON.stringify([await run.staticSummary(), run.searchAttributes]);
    expect(clear).not.toMatch(/Wang Xiaoming|10000000001|Road 1/);
    expect(run.searchAttributes).toMatchObject({
      PurchaseId: ['po-ui'],
      OrderStage: ['previewing'],
      Labels: ['channel=shop-7'],
    });
    expect((await history('po-ui'))?.priority?.fairnessKey).toBe('u-1');
  });

  it('says within three seconds that no worker answers', async () => {
    await world.orders.post(body('po-view'));
    const before = Date.now();
    await expect(world.orders.purchase('po-view').view()).rejects.toThrow(NoWorkerError);
    expect(Date.now() - before).toBeLessThan(3_000);
    await expect(world.orders.purchase('po-nobody').view()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('with PAYLOAD_KEYS', () => {
  const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
  const old = key('old');
  let world: ClientWorld;
  beforeAll(async () => {
    world = await ClientWorld.make(inject('temporalAddress'), { PAYLOAD_KEYS: old });
  });
  afterAll(() => world.close());

  it('a history holds no word of the request, not even in its card', async () => {
    const labels = Object.fromEntries(
      Array.from({ length: 10 }, (_, n) => [`label-${n}`, '杭州第一门店'.repeat(8)]),
    );
    await world.orders.post(body('po-1', { labels }));
    const history = await world.client.workflow.getHandle('purchase:po-1').fetchHistory();
    const stored = JSON.stringify(history).replace(
      /"([A-Za-z0-9+/]{8,}={0,2})"/g,
      (text, base64) => text + Buffer.from(base64, 'base64').toString(),
    );
    expect(stored).toContain('binary/encrypted');
    expect(stored).not.toMatch(/Wang Xiaoming|10000000001|Road 1|offer-1/);
  });

  it('refusals and lists read as without them', async () => {
    await world.work();
    const purchase = await world.orders.start(body('po-sealed'));
    const refused = purchase.retry({ note: 'refuse ON_HOLD' });
    await expect(refused).rejects.toMatchObject({ code: 'ON_HOLD', message: 'it is ON_HOLD' });
    const stuck = { reason: 'PAY_LINK', message: 'pay there', since: '2026-01-01T00:00:00.000Z' } as const;
    const more = { step: 'pay', attempts: 1, actions: [], revision: 3, planned: false };
    await world.show('purchase:po-sealed', { view: { stuck: { ...stuck, ...more } } });
    await expect.poll(async () => (await world.orders.stuck().page()).items).toMatchObject([stuck]);
    const environment = { TEMPORAL_ADDRESS: world.settings.address, TEMPORAL_NAMESPACE: world.namespace };
    const blind = await connect({ environment });
    try {
      expect((await blind.stuck().page()).items).toMatchObject([
        { reason: 'PAY_LINK', actions: ['retry', 'skip', 'abort', 'hold'] },
      ]);
    } finally {
      await blind.close();
    }
  });

  it('a new first key still reads what the old one wrote', async () => {
    await world.orders.post(body('po-rotate'));
    const environment = { TEMPORAL_ADDRESS: world.settings.address, TEMPORAL_NAMESPACE: world.namespace };
    const rotated = await connect({
      userId: 'u-1',
      environment: { ...environment, PAYLOAD_KEYS: `${key('new')},${old}` },
    });
    try {
      expect((await rotated.post(body('po-rotate'))).created).toBe(false);
    } finally {
      await rotated.close();
    }
  });
});

it('says in seconds that Temporal is away, and that it can be posted again', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'client-start-'));
  const server = await startTemporalServer({
    binary: inject('temporalBinary'),
    logFile: join(directory, 'temporal.log'),
    uiPort: null,
  });
  let world: ClientWorld | undefined;
  try {
    world = await ClientWorld.make(server.address);
    await server.stop();
    const away = { code: 'TEMPORAL_UNAVAILABLE', status: 503, retryAfterSeconds: 5 };
    await expect(world.orders.post(body('po-away'))).rejects.toMatchObject(away);
    await expect(world.orders.purchase('po-away').view()).rejects.toMatchObject(away);
    expect(await world.orders.isReachable()).toBe(false);
  } finally {
    await world?.close();
    await server.stop();
    await rm(directory, { recursive: true });
  }
});
