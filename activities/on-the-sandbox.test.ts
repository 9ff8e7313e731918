import { describe, expect, test } from 'vitest';
import { ORDER_ID } from './fixtures/order-object.ts';
import { buy, buyOne, buyPaid, stage } from './sandbox-stage.fixture.ts';

/** The activities against the real sandbox: what they answer is what its ledger says was done. */

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
