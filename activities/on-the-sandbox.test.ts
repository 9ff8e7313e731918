import { describe, expect, test } from 'vitest';
import { createPandapon } from '../pandapon/index.ts';
import { createSandbox, type FaultKind, manualClock, type SandboxOptions } from '../sandbox/index.ts';
import { line, ORDER_ID, request, USER } from './fixtures/order-object.ts';
import { run, SETTLE_SECONDS } from './fixtures/run.ts';
import { createActivities } from './index.ts';
import type { CreateInput, OrderObservation } from './types.ts';

/** The activities against the real sandbox: what they answer is what its ledger says was done. */

const KEYS = { accessKey: 'ak-example', secret: 'secret-example' } as const;
/** For answers that never come. */
const TIMEOUT_MS = 1_000;

async function stage(options: Partial<SandboxOptions> = {}) {
  const clock = manualClock();
  const sandbox = await createSandbox({ ...KEYS, port: 0, clock, ...options });
  const pandapon = createPandapon({
    baseUrl: sandbox.url,
    credentials: () => ({ accessKey: KEYS.accessKey, secrets: [KEYS.secret], userId: USER }),
    timeoutMs: TIMEOUT_MS,
    callsPerSecond: 100_000,
  });
  const { api, spend } = createActivities({
    pandapon,
    ownerOf: async () => null,
    settleSeconds: SETTLE_SECONDS,
    patienceSeconds: 1_800,
    now: () => clock.now(),
    wait: (ms) => sandbox.tick(ms / 1_000),
  });
  const target = { platform: '1688' as const, userId: USER };
  const postedAt = new Date(clock.now()).toISOString();
  const buying = (sellers: string[], more: Partial<CreateInput> = {}): CreateInput => ({
    ...target,
    purchaseId: 'po-1',
    n: 1,
    request: request(...sellers.map((sellerOpenId) => line({ sellerOpenId }))),
    lines: sellers.map((_, index) => index),
    tag: true,
    postedAt,
    mayHaveBeenSent: false,
    settledAt: null,
    known: [],
    ...more,
  });
  const one = (orderId: string) => ({ ...target, orderId });
  return {
    sandbox,
    buying,
    preview: (sellers: string[]) => run(api.preview, { ...buying(sellers), patient: true }),
    create: (sellers: string[], more: Partial<CreateInput> = {}) => run(spend.create, buying(sellers, more)),
    find: (sellers: string[], more: { tag?: boolean; known?: string[]; only?: string[] } = {}) =>
      run(api.find, { ...buying(sellers), patient: false, ...more }),
    observe: (orderId: string) => run(api.observe, { ...one(orderId), trace: true, patient: false }),
    pay: (orderId: string, ceilingFen = 2_300) => run(spend.pay, { ...one(orderId), ceilingFen }),
    payBatch: (...orderIds: string[]) =>
      run(spend.payBatch, {
        ...target,
        purchaseId: 'po-1',
        orders: orderIds.map((orderId) => ({ orderId, ceilingFen: 2_300 })),
      }),
    confirm: (orderId: string, subItemIds: string[] | null = null, signedByPerson = false) =>
      run(spend.confirm, { ...one(orderId), subItemIds, signedByPerson }),
    cancel: (orderId: string) => run(api.cancel, one(orderId)),
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}
type Stage = Awaited<ReturnType<typeof stage>>;

async function buy(on: Stage, ...sellers: string[]): Promise<OrderObservation[]> {
  const result = await on.create(sellers);
  expect(result.kind).toBe('answered');
  return result.kind === 'answered' ? result.orders : [];
}
async function buyOne(on: Stage, seller = 'shop'): Promise<string> {
  const [order] = await buy(on, seller);
  return order?.orderId ?? '';
}
async function buyPaid(on: Stage, seller = 'shop'): Promise<string> {
  const orderId = await buyOne(on, seller);
  expect(await on.pay(orderId, 10_000)).toMatchObject({ kind: 'paid', sent: true });
  return orderId;
}

test('an order goes from its preview to its receipt', async () => {
  await using on = await stage();
  expect(await on.preview(['shop'])).toEqual({
    kind: 'previewed',
    merchants: [{ sellerOpenId: 'shop', previewFen: 2_300, goodsFen: 1_900, freightFen: 400 }],
  });
  const orderId = await buyOne(on);
  expect(await on.observe(orderId)).toMatchObject({ order: { status: 'waitbuyerpay', parcels: null } });
  expect(await on.pay(orderId)).toMatchObject({ kind: 'paid', sent: true, order: { dueFen: 2_300 } });
  expect(await on.pay(orderId)).toMatchObject({ kind: 'paid', sent: false });
  expect(await on.cancel(orderId)).toMatchObject({ kind: 'paid' });
  expect(await on.confirm(orderId)).toMatchObject({ kind: 'not-ready', why: 'not-shipped' });
  await on.sandbox.tick(5);
  expect(await on.observe(orderId)).toMatchObject({
    order: {
      status: 'waitbuyerreceive',
      parcels: [{ status: expect.any(String), subItemIds: [orderId], signedAt: null }],
    },
  });
  expect(await on.confirm(orderId)).toMatchObject({ kind: 'not-ready', why: 'not-signed' });
  await on.sandbox.tick(10);
  expect(await on.confirm(orderId)).toMatchObject({ kind: 'confirmed', sent: true });
  expect(await on.confirm(orderId)).toMatchObject({ kind: 'confirmed', sent: false });
  expect(on.sandbox.ledger()).toMatchObject({
    orders: [{ orderId }],
    debits: [{ orderId, fen: 2_300 }],
    confirms: [{ orderId }],
    cancels: [],
  });
});

test('ids of a platform that rounds its integers stay exact', async () => {
  await using on = await stage({ settings: { roundIds: true } });
  const orderId = await buyPaid(on);
  await on.sandbox.tick(20);
  expect(await on.confirm(orderId)).toMatchObject({ kind: 'confirmed', sent: true, order: { orderId } });
});

test('a merchant that the platform splits yields two orders, each paid once', async () => {
  await using on = await stage();
  const orders = await buy(on, 'shop-split', 'shop-split');
  expect(orders).toHaveLength(2);
  for (const { orderId } of orders) {
    expect(await on.pay(orderId, 10_000)).toMatchObject({ kind: 'paid', sent: true });
    expect(await on.pay(orderId, 10_000)).toMatchObject({ kind: 'paid', sent: false });
  }
  expect(on.sandbox.ledger()).toMatchObject({ debits: [{}, {}], paidTwice: [] });
});

test('a refused merchant leaves the others their orders', async () => {
  await using on = await stage();
  expect(await on.create(['shop', 'shop-outofstock'])).toMatchObject({
    orders: [{ sellerOpenId: 'shop' }],
    refused: [{ sellerOpenId: 'shop-outofstock', lines: [1] }],
    missing: [],
  });
  expect(await on.preview(['shop', 'shop-refuse'])).toMatchObject({
    refused: [{ sellerOpenId: 'shop-refuse', lines: [1] }],
  });
});

test('two parcels of which one is signed for confirm nothing', async () => {
  await using on = await stage();
  const orderId = await buyPaid(on, 'shop-parcels-nosign');
  await on.sandbox.tick(60);
  const seen = await on.observe(orderId);
  expect(seen.kind === 'seen' && seen.order.parcels?.map(({ status }) => status === 'SIGN')).toEqual([
    true,
    false,
  ]);
  expect(await on.confirm(orderId)).toMatchObject({ kind: 'not-ready', why: 'not-signed' });
});

test.each([
  ['shop-link', 'link'],
  ['shop-payrefuse', 'refused'],
])('a pay of %s is %s', async (seller, kind) => {
  await using on = await stage();
  expect((await on.pay(await buyOne(on, seller))).kind).toBe(kind);
  expect(on.sandbox.ledger().debits).toEqual([]);
});

test('a price that went up is not paid', async () => {
  await using on = await stage();
  const orderId = await buyOne(on);
  on.sandbox.byHand(orderId, 'raise', { byFen: 1 });
  expect(await on.pay(orderId)).toMatchObject({ kind: 'above-ceiling', order: { dueFen: 2_301 } });
  expect(on.sandbox.ledger().debits).toEqual([]);
});

test('a batch pays what may be paid, and says of each what became of it', async () => {
  await using on = await stage();
  const [a, b, c] = (await buy(on, 'shop-a', 'shop-b', 'shop-link')).map(({ orderId }) => orderId);
  if (a === undefined || b === undefined || c === undefined) throw new Error('three orders are made');
  on.sandbox.byHand(b, 'raise', { byFen: 100 });
  const result = await on.payBatch(a, b, c);
  expect(result.kind === 'submitted' && result.orders.map((each) => each.result.kind)).toEqual([
    'paid',
    'above-ceiling',
    'link',
  ]);
  expect(on.sandbox.ledger().debits.map(({ orderId }) => orderId)).toEqual([a]);
});

test('a cancel waits out what the platform asks, and then closes the order', async () => {
  await using on = await stage();
  const orderId = await buyOne(on);
  const early = await on.cancel(orderId);
  expect(early).toMatchObject({ kind: 'too-early', retryAfterSeconds: 11 });
  await on.sandbox.tick(11);
  expect(await on.cancel(orderId)).toMatchObject({
    kind: 'cancelled',
    sent: true,
    order: { closedBy: 'buyer' },
  });
  expect(await on.cancel(orderId)).toMatchObject({ kind: 'cancelled', sent: false });
  expect(await on.pay(orderId)).toMatchObject({ kind: 'not-payable' });
});

test('an order in a status nobody knows gets no effect', async () => {
  await using on = await stage();
  const orderId = await buyPaid(on);
  on.sandbox.byHand(orderId, 'status', { status: 'waitsellerpush' });
  expect(await on.pay(orderId)).toMatchObject({ kind: 'not-payable' });
  expect(await on.confirm(orderId)).toMatchObject({ kind: 'not-ready', why: 'odd' });
  expect(await on.cancel(orderId)).toMatchObject({ kind: 'refused', code: 'UNKNOWN_STATUS' });
});

test('an open refund keeps the receipt back', async () => {
  await using on = await stage();
  const orderId = await buyPaid(on);
  await on.sandbox.tick(20);
  on.sandbox.byHand(orderId, 'open-refund');
  expect(await on.confirm(orderId)).toMatchObject({ kind: 'not-ready', why: 'refund-open' });
});

describe('a create whose answer was lost', () => {
  test('is found by its tag, and only by its purchase', async () => {
    await using on = await stage();
    expect(await on.create(['shop-lost'])).toMatchObject({ kind: 'unknown' });
    const [made] = on.sandbox.orders();
    expect(await on.find(['shop-lost'])).toMatchObject({
      orders: [{ observation: { orderId: made?.orderId } }],
    });
    expect(await on.find(['shop-lost'], { known: [made?.orderId ?? ''] })).toMatchObject({ orders: [] });
    expect(await on.create(['shop-lost'], { purchaseId: 'po-2' })).toMatchObject({ kind: 'unknown' });
    expect(await on.find(['shop-lost'])).toMatchObject({
      orders: [{ observation: { orderId: made?.orderId } }],
    });
  });

  test('is found without a tag by merchant, goods, receiver and time', async () => {
    await using on = await stage();
    await on.create(['shop-lost'], { tag: false });
    const [made] = on.sandbox.orders();
    expect(await on.find(['shop-lost'], { tag: false })).toMatchObject({
      orders: [{ observation: { orderId: made?.orderId }, differs: [] }],
    });
  });

  test('shows as two where the platform made two', async () => {
    await using on = await stage();
    await on.create(['shop-twin']);
    const result = await on.find(['shop-twin']);
    expect(result.kind === 'read' && result.orders).toHaveLength(2);
  });

  test('is not sent again while the sending task itself sees its order', async () => {
    await using on = await stage();
    await on.create(['shop-lost']);
    const again = { n: 2, mayHaveBeenSent: true, settledAt: new Date().toISOString() };
    expect(await on.create(['shop-lost'], again)).toMatchObject({ kind: 'found', orders: [{}] });
    expect(on.sandbox.ledger().totals.orders).toBe(1);
  });

  test('is not there yet in a list that lags', async () => {
    await using on = await stage({ settings: { listDelaySeconds: 30 } });
    await on.create(['shop-lost']);
    expect(await on.find(['shop-lost'])).toMatchObject({ kind: 'read', orders: [] });
    await on.sandbox.tick(30);
    expect(await on.find(['shop-lost'])).toMatchObject({ orders: [{}] });
  });
});

test('orders of another user are missing', async () => {
  await using on = await stage();
  const orderId = await buyOne(on);
  const result = await on.find(['shop'], { only: [orderId, ORDER_ID] });
  expect(result).toMatchObject({ orders: [{ observation: { orderId } }], missing: [ORDER_ID] });
});

const KINDS: FaultKind[] = [
  'http-500',
  'http-502-html',
  'http-200-html',
  'cut-body',
  'reset',
  'hang',
  'code-500',
  'http-429',
  'code-429',
  'refusal',
  'http-401',
  'code-401',
];

describe.each(KINDS)('whatever goes wrong with %s, an answer tells no lie', (kind) => {
  const before = { when: 'before' as const, kind };
  const after = { when: 'after' as const, kind };
  /** A definite no, or a call turned away, is only said when nothing was done. */
  const saysUndone = ['refused', 'not-sent', 'credentials'];
  /** These can't be told from an honest no: a platform that lies like this is beyond help, and is not asked for here. */
  const honest = !['refusal', 'http-429', 'code-429', 'http-401', 'code-401'].includes(kind);

  test('of a create', async () => {
    await using on = await stage();
    on.sandbox.addFaults({ operation: 'create', ...before });
    const undone = await on.create(['shop']);
    expect(undone.kind).not.toBe('answered');
    expect(on.sandbox.ledger().totals.orders).toBe(0);
    if (!honest) return expect(saysUndone).toContain(undone.kind);
    on.sandbox.addFaults({ operation: 'create', ...after });
    expect(await on.create(['shop'])).toMatchObject({ kind: 'unknown' });
    return expect(on.sandbox.ledger().totals.orders).toBe(1);
  });

  test('of a pay', async () => {
    await using on = await stage();
    const orderId = await buyOne(on);
    on.sandbox.addFaults({ operation: 'pay', ...before });
    expect((await on.pay(orderId)).kind).not.toBe('paid');
    expect(on.sandbox.ledger().debits).toEqual([]);
    on.sandbox.addFaults({ operation: 'pay', ...after });
    const paid = await on.pay(orderId);
    if (honest || kind === 'refusal') expect(paid).toMatchObject({ kind: 'paid', sent: true });
    expect(on.sandbox.ledger()).toMatchObject({ debits: [{ orderId }], paidTwice: [] });
  });

  test('of a receipt', async () => {
    await using on = await stage();
    const orderId = await buyPaid(on);
    await on.sandbox.tick(20);
    on.sandbox.addFaults({ operation: 'confirm', ...before });
    expect((await on.confirm(orderId)).kind).not.toBe('confirmed');
    on.sandbox.addFaults({ operation: 'confirm', ...after });
    const confirmed = await on.confirm(orderId);
    if (honest || kind === 'refusal') expect(confirmed).toMatchObject({ kind: 'confirmed', sent: true });
    expect(on.sandbox.ledger().confirms).toHaveLength(1);
  });

  test('of a cancel', async () => {
    await using on = await stage();
    const orderId = await buyOne(on);
    await on.sandbox.tick(20);
    on.sandbox.addFaults({ operation: 'cancel', ...before });
    expect((await on.cancel(orderId)).kind).not.toBe('cancelled');
    on.sandbox.addFaults({ operation: 'cancel', ...after });
    const cancelled = await on.cancel(orderId);
    if (honest || kind === 'refusal') expect(cancelled).toMatchObject({ kind: 'cancelled', sent: true });
    expect(on.sandbox.ledger().cancels).toHaveLength(1);
  });
});

test('a payment that is denied though it was made is a payment', async () => {
  await using on = await stage();
  on.sandbox.addFaults({ operation: 'pay', kind: 'pay-lies' });
  expect(await on.pay(await buyOne(on))).toMatchObject({ kind: 'paid', sent: true });
  expect(on.sandbox.ledger().debits).toHaveLength(1);
});

test('a payment that fails is unpaid', async () => {
  await using on = await stage();
  on.sandbox.addFaults({ operation: 'pay', kind: 'pay-false' });
  expect(await on.pay(await buyOne(on))).toMatchObject({ kind: 'unpaid' });
  expect(on.sandbox.ledger().debits).toEqual([]);
});
