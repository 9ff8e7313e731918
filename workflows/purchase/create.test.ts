import { expect, test } from 'vitest';
import { item } from '../order/order.fixture.ts';
import {
  answered,
  FollowedPurchase,
  found,
  orderId,
  orderOf,
  refusal,
  SETTLE,
  seller,
} from './purchase.fixture.ts';
import { knownOrders, mayHaveBeenSent } from './state.ts';
import { takeCreate } from './take-create.ts';

/** Sending, and finding out whether it was sent. */

const lost = (run: FollowedPurchase): FollowedPurchase => {
  takeCreate(run.state, run.policy, run.state.n + 1, { kind: 'lost', message: 'worker gone' }, run.now);
  return run;
};

test.each([
  ['whose task is lost', lost],
  [
    'whose answer is lost',
    (run: FollowedPurchase) => run.create({ kind: 'unknown', message: 'cut', settleSeconds: 60 }),
  ],
])('an unknown create, one %s, is looked up and never simply sent again', (_, end) => {
  const run = end(new FollowedPurchase().preview());
  expect(run.state.n).toBe(1);
  expect(run.step()).toEqual({ do: 'find' });
});

test('"not there" counts only after three good reads over the whole settle time', () => {
  const run = lost(new FollowedPurchase().preview());
  for (let read = 1; read <= 3; read += 1) {
    expect(run.step()).toEqual({ do: 'find' });
    run.find([]);
    expect(run.step()).toMatchObject({ do: 'wait', park: null });
    run.after(SETTLE / 3);
  }
  run.find([]);
  expect(run.step()).toEqual({ do: 'create' });
  expect(run.state.buy?.settledAt).not.toBeNull();
});

test('many reads within the settle time do not count, nor does a long time with two reads', () => {
  const many = lost(new FollowedPurchase().preview());
  for (let read = 0; read < 30; read += 1) many.after(1).find([]);
  expect(many.step()).not.toEqual({ do: 'create' });
  const few = lost(new FollowedPurchase().preview());
  few
    .find([])
    .after(10 * SETTLE)
    .find([]);
  expect(few.step()).not.toEqual({ do: 'create' });
});

test('while the list cannot be read nothing is sent, however long it takes', () => {
  const run = lost(new FollowedPurchase().preview());
  for (let turn = 0; turn < 20; turn += 1) {
    run.state.trouble = {
      reason: 'PLATFORM_UNAVAILABLE',
      step: 'create',
      message: '502',
      nextTry: run.now,
      times: 1,
    };
    expect(run.after(3600).step()).toEqual({ do: 'find' });
  }
});

test('an order found that holds exactly what was sent is ours, whatever it costs and wherever it stands', () => {
  const run = lost(new FollowedPurchase().preview());
  run.find([found(orderOf(0, { dueFen: 9900, status: 'cancel' }))]);
  expect(run.state.orders.map((order) => order.orderId)).toEqual([orderId(0)]);
  expect(run.step()).toEqual({ do: 'start' });
});

test('spec ids that differ in case alone are the same goods', () => {
  const run = lost(new FollowedPurchase().preview());
  run.find([found(orderOf(0, { items: [item({ specId: 'SPEC-0' })] }))]);
  expect(run.line(0)).toMatchObject({ phase: 'ordered', orderId: orderId(0) });
});

test('two orders that together hold what was sent are a split, and both ours', () => {
  const run = lost(new FollowedPurchase({}, 1, 2).preview());
  const half = (id: string) => found(orderOf(0, { orderId: id, items: [item({ specId: 'spec-0' })] }));
  run.find([half('2'), half('1')]);
  expect(run.state.orders.map(({ lines }) => lines)).toEqual([
    [{ line: 0, subItemId: '1', quantity: 1 }],
    [{ line: 0, subItemId: '1', quantity: 1 }],
  ]);
});

test.each([
  ['more', [found(orderOf(0)), found(orderOf(0, { orderId: '77' }))]],
  ['something else', [found(orderOf(0, { items: [item({ specId: 'other' })] }))]],
  ['one that differs', [found(orderOf(0), { differs: ['another receiver'] })]],
])('%s than what was sent waits for a person at once', (_, orders) => {
  const run = lost(new FollowedPurchase().preview());
  run.find(orders);
  expect(run.parked()).toBe('CREATE_AMBIGUOUS');
  expect(run.state.parks[0]?.candidates).toHaveLength(orders.length);
});

test('less than what was sent gets the settle time to grow', () => {
  const run = lost(new FollowedPurchase({}, 1, 2).preview());
  const half = found(orderOf(0, { items: [item({ specId: 'spec-0' })] }));
  for (let read = 0; read < 3; read += 1) {
    expect(run.find([half]).parked()).toBeNull();
    run.after(SETTLE / 3);
  }
  expect(run.find([half]).parked()).toBe('CREATE_AMBIGUOUS');
});

test('an order that another purchase owns waits for a person', () => {
  const run = lost(new FollowedPurchase().preview());
  run.find([found(orderOf(0), { ownedBy: 'po-2' })]);
  expect(run.parked()).toBe('ORDER_ALREADY_TRACKED');
});

test('after a Reset an order that its own purchase owns is taken for ours', () => {
  const run = lost(new FollowedPurchase().preview());
  run.find([found(orderOf(0), { ownedBy: 'po-1' })]);
  expect(run.step()).toEqual({ do: 'start' });
});

test('each merchant of an answer is settled by itself: ordered, refused, or looked up', () => {
  const run = new FollowedPurchase({}, 3).preview();
  run.create(answered({ orders: [orderOf(0)], refused: [refusal(1)], missing: [seller(2)] }));
  expect(run.line(0)?.phase).toBe('ordered');
  expect(run.state.parks).toMatchObject([{ reason: 'CREATE_REFUSED', lines: [1] }]);
  expect(run.state.refused).toMatchObject([{ errorCode: '500_004', lines: [1] }]);
  run.started();
  expect(run.step()).toEqual({ do: 'find' });
  run.find([found(orderOf(2))]);
  expect(run.line(2)?.orderId).toBe(orderId(2));
});

test('orders beyond those asked for are ours too', () => {
  const run = new FollowedPurchase({}, 1, 2).preview();
  const half = (id: string) => orderOf(0, { orderId: id, items: [item({ specId: 'spec-0' })] });
  run.create(answered({ orders: [half('1'), half('2'), half('3')] }));
  expect(run.state.orders.map((order) => order.orderId)).toEqual(['1', '2', '3']);
});

test('lines that an answer names under other spec ids are held, not refused, and never bought twice', () => {
  const run = new FollowedPurchase().preview();
  run.create(answered({ orders: [orderOf(0, { items: [item({ specId: 'renamed' })] })] }));
  expect(run.state.parks).toEqual([]);
  expect(run.line(0)).toMatchObject({ phase: 'ordered', orderId: orderId(0) });
  expect(run.state.orders[0]?.lines).toEqual([{ line: 0, subItemId: null }]);
});

test('lines of a merchant that it refused in part wait as refused, and stand among the refused', () => {
  const run = new FollowedPurchase({}, 2);
  for (const cargo of run.state.request.cargoParamList) cargo.sellerOpenId = seller(0);
  run
    .preview()
    .create(answered({ orders: [orderOf(0)], refused: [{ ...refusal(1), sellerOpenId: seller(0) }] }));
  expect(run.state.parks).toMatchObject([{ lines: [1], message: '500_004 OUT OF STOCK' }]);
  expect(run.state.refused).toMatchObject([{ lines: [1], errorCode: '500_004' }]);
});

test('a create that was turned away unsent is no send, and says so once patience is over', () => {
  const run = new FollowedPurchase().preview();
  const away = { kind: 'not-sent' as const, message: '429', retryAfterSeconds: null, patienceSeconds: 60 };
  run.create(away);
  expect(run.state.n).toBe(0);
  expect(run.step()).toMatchObject({ do: 'wait', park: null });
  run.after(60).create(away);
  expect(run.parked()).toBe('PLATFORM_UNAVAILABLE');
});

test('one that was turned away may have made orders all the same, whatever comes between it and the next one', () => {
  const run = new FollowedPurchase().preview();
  expect(mayHaveBeenSent(run.state)).toBe(false);
  run.create({ kind: 'not-sent', message: '429', retryAfterSeconds: null, patienceSeconds: 60 });
  run.create({ kind: 'credentials', message: '401' });
  expect(run.parked()).toBe('CREDENTIALS_REFUSED');
  run.say('retry').preview().after(60);
  expect(run.step()).toEqual({ do: 'create' });
  expect(mayHaveBeenSent(run.state)).toBe(true);
});

test('where it may have been sent before, the look-up is the first thing, and from then on the request stands', () => {
  const run = new FollowedPurchase({ maxTotalFen: 5000 }).preview();
  run.create({ kind: 'look-first', settleSeconds: SETTLE });
  expect(run.step()).toEqual({ do: 'find' });
  run.find([found(orderOf(0), { differs: ['another receiver'] })]);
  expect(run.parked()).toBe('CREATE_AMBIGUOUS');
  expect(run.check('retry', { patch: { message: 'x' } })?.code).toBe('WRONG_STAGE');
});

test('orders of a merchant that waits for a person do not hold up the look-up of another one', () => {
  const run = new FollowedPurchase({}, 2).preview();
  lost(run);
  run.find([found(orderOf(0), { differs: ['another receiver'] })]);
  expect(run.state.parks).toMatchObject([{ reason: 'CREATE_AMBIGUOUS', lines: [0] }]);
  expect(knownOrders(run.state)).toContain(orderId(0));
  const late = found(orderOf(0, { orderId: '88' }));
  run.find([late]);
  expect(knownOrders(run.state)).toContain('88');
  for (let read = 0; read < 4; read += 1) run.after(SETTLE / 3).find([]);
  expect(run.step()).toEqual({ do: 'create' });
  expect(run.state.parks[0]?.candidates?.map((candidate) => candidate.orderId)).toEqual([orderId(0), '88']);
});

test('an order that an incomplete answer named is never taken for not there, though the list does not show it', () => {
  const run = new FollowedPurchase({}, 1, 2).preview();
  const half = orderOf(0, { items: [item({ specId: 'spec-0' })] });
  run.create(answered({ orders: [half], missing: [seller(0)] }));
  expect(run.step()).toEqual({ do: 'find' });
  for (let read = 0; read < 4; read += 1) run.find([]).after(SETTLE / 3);
  expect(run.parked()).toBe('CREATE_AMBIGUOUS');
  expect(run.state.parks[0]?.candidates).toMatchObject([{ orderId: orderId(0) }]);
});
