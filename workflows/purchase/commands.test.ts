import { expect, test } from 'vitest';
import { item } from '../order/order.fixture.ts';
import { takeFromOrder, takeOrderEnd } from './from-order.ts';
import { requestToBuy } from './lines.ts';
import {
  answered,
  endedAs,
  FollowedPurchase,
  found,
  ID,
  orderId,
  orderOf,
  PRICE,
  refusal,
  SETTLE,
  seller,
} from './purchase.fixture.ts';
import { takeBatch } from './take-batch.ts';
import { takeCreate } from './take-create.ts';
import { beginLookBack } from './tidy.ts';
import { outcomeOf, purchaseView } from './view.ts';

/** What a person can say to a purchase, and what orders tell it. */

const lost = (run: FollowedPurchase): FollowedPurchase => {
  takeCreate(run.state, run.policy, run.state.n + 1, { kind: 'lost', message: 'worker gone' }, run.now);
  return run;
};
const refused = () => ({ kind: 'refused' as const, refused: [refusal(0)] });
const oneRefused = (merchants = 2): FollowedPurchase => {
  const run = new FollowedPurchase({}, merchants).preview();
  const orders = Array.from({ length: merchants - 1 }, (_, index) => orderOf(index + 1));
  return run.create(answered({ orders, refused: [refusal(0)] })).started();
};
const words = (run: FollowedPurchase) => run.state.outbox.map(({ word }) => word.type);
const viewOf = (run: FollowedPurchase) => purchaseView(run.state, run.input, 'run');

// --- guards

test('above its budget nothing is created, until a person approves the sum', () => {
  const run = new FollowedPurchase({ maxTotalFen: 2000 }).preview();
  expect(run.parked()).toBe('OVER_BUDGET');
  expect(run.state.parked?.dueFen).toBe(PRICE);
  expect(run.check('approve', { upToFen: 2299 })?.code).toBe('INVALID');
  expect(run.say('approve').step()).toEqual({ do: 'create' });
});

test('one approval answers the budget and the approval that the plan asks for', () => {
  const run = new FollowedPurchase({ maxTotalFen: 2000, approveAboveFen: 0 }).preview();
  expect(run.parked()).toBe('OVER_BUDGET');
  expect(run.say('approve', { upToFen: PRICE }).step()).toEqual({ do: 'create' });
});

test('a later correction voids an approval', () => {
  const run = new FollowedPurchase({ approveAboveFen: 0 }).preview();
  expect(run.parked()).toBe('APPROVAL');
  run.say('approve').say('hold');
  expect(run.parked()).toBe('HELD');
  run.say('retry', { patch: { message: 'x' } }).preview();
  expect(run.parked()).toBe('APPROVAL');
});

test('orders that turn out to cost more than the budget are not paid before a person approves', () => {
  const run = new FollowedPurchase({ maxTotalFen: 2400 }).preview();
  run.create(answered({ orders: [orderOf(0, { dueFen: 2500 })] })).started();
  expect(run.state.orders[0]?.payer).toBe('purchase');
  expect(run.parked()).toBe('OVER_BUDGET');
  run.say('approve').step();
  expect(run.state.orders[0]).toMatchObject({ payer: 'order', ceilingFen: 2500 });
  expect(run.state.outbox).toMatchObject([{ word: { type: 'handover', how: 'order', ceilingFen: 2500 } }]);
});

test('a retry after create reads the unpaid orders again', () => {
  const run = new FollowedPurchase({ maxTotalFen: 2400 }).preview();
  run.create(answered({ orders: [orderOf(0, { dueFen: 2500 })] })).started();
  run.parked();
  expect(run.say('retry').step()).toEqual({ do: 'read-orders' });
});

test('an approval of another sum does not raise the ceilings of orders that are due', () => {
  const run = oneRefused();
  const ceilings = run.state.orders.map(({ ceilingFen }) => ceilingFen);
  const batch = new FollowedPurchase({ payment: 'batch', approveAboveFen: 0 }, 2).preview();
  batch.parked();
  batch.say('approve').create(answered({ orders: [orderOf(1, { dueFen: 9000 })], refused: [refusal(0)] }));
  batch.started().say('retry').preview();
  expect(batch.parked()).toBe('APPROVAL');
  batch.say('approve');
  expect(batch.state.orders[0]?.ceilingFen).toBe(PRICE);
  expect(run.state.orders.map(({ ceilingFen }) => ceilingFen)).toEqual(ceilings);
});

// --- corrections

test('before the first create a patch may bring other lines; indexes begin anew', () => {
  const run = new FollowedPurchase({}, 2).preview(refused());
  expect(run.parked()).toBe('PREVIEW_REFUSED');
  expect(viewOf(run)).toMatchObject({
    refused: [{ errorCode: '500_004', lines: [0] }],
    lines: [{ refused: '500_004 OUT OF STOCK' }, { refused: null }],
  });
  const [line] = run.state.request.cargoParamList;
  run.say('retry', { patch: { cargoParamList: [line] } });
  expect(run.step()).toEqual({ do: 'preview' });
  expect(viewOf(run)).toMatchObject({ refused: [], previewFen: 0 });
  expect(run.state.lines).toHaveLength(1);
});

test('after the first create only refused lines change, and no patch is taken', () => {
  const run = oneRefused();
  expect(run.check('retry', { patch: { message: 'x' } })?.code).toBe('WRONG_STAGE');
  expect(run.check('retry', { lines: { 1: { quantity: 5 } } })?.code).toBe('WRONG_STAGE');
  expect(run.check('retry', { lines: { 0: { quantity: 0 } } })?.code).toBe('INVALID');
  run.say('retry', { lines: { 0: { quantity: 5 } } }).step();
  expect(run.state.request.cargoParamList[0]?.quantity).toBe(5);
  expect(run.state.buy).toMatchObject({ phase: 'preview', lines: [0] });
  expect(viewOf(run).refused).toEqual([]);
});

test('a line that another merchant delivers after a refusal is previewed in its stead', () => {
  const run = oneRefused();
  run.say('retry', { lines: { 0: { sellerOpenId: 'another' } } }).preview();
  expect(viewOf(run).previewFen).toBe(2 * PRICE);
});

test('a correction does not throw away the look-up of an unknown create', () => {
  const run = new FollowedPurchase({}, 2).preview();
  run.create(answered({ refused: [refusal(0)], missing: [seller(1)] }));
  expect(run.step()).toEqual({ do: 'find' });
  run.say('retry', { lines: { 0: { quantity: 5 } } });
  expect(run.step()).toEqual({ do: 'find' });
  run.find([found(orderOf(1))]).started();
  expect(run.step()).toEqual({ do: 'preview' });
  expect(run.state.buy?.lines).toEqual([0]);
});

test('a reset purchase that would end without an order looks first what its earlier life bought', () => {
  const cancelled = () => {
    const run = new FollowedPurchase();
    run.state.lookBack = true;
    expect(run.say('cancel').step()).toEqual({ do: 'look-back' });
    beginLookBack(run.state);
    expect(run.step()).toEqual({ do: 'find' });
    return run;
  };
  const nothing = cancelled().find([]).after(SETTLE).find([]).find([]);
  expect(nothing.step()).toEqual({ do: 'end' });
  expect(nothing.line(0)?.phase).toBe('dropped');

  const bought = cancelled().find([found(orderOf(0))]);
  expect(bought.step()).toEqual({ do: 'start' });
  for (const order of bought.state.orders) order.run = 'joining';
  takeFromOrder(bought.state, { type: 'joined', orderId: orderId(0), payer: 'order' }, bought.now);
  expect(words(bought)).toEqual(['cancel']);
});

test('a skipped line stays in the view, named among the refused', () => {
  const run = oneRefused().say('skip');
  expect(run.parked()).toBeNull();
  expect(viewOf(run)).toMatchObject({
    lines: [{ dropped: true, refused: '500_004 OUT OF STOCK' }, { dropped: false }],
    refused: [{ errorCode: '500_004', lines: [0] }],
  });
});

test('skip that leaves nothing ends the purchase: no order ever existed', () => {
  const run = new FollowedPurchase().preview(refused());
  run.parked();
  expect(run.say('skip').step()).toEqual({ do: 'end' });
  expect(outcomeOf(run.state)).toBe('none');
});

test('a second price is asked only for what is not sent yet', () => {
  const run = new FollowedPurchase({}, 2).preview();
  run.create(answered({ orders: [orderOf(0)], missing: [seller(1)] })).started();
  for (let read = 0; read < 4; read += 1) run.find([]).after(SETTLE / 3);
  run.say('hold');
  expect(run.parked()).toBe('HELD');
  run.say('retry');
  expect(run.step()).toEqual({ do: 'preview' });
  run.preview({ kind: 'refused', refused: [refusal(1)] });
  expect(run.parked()).toBe('PREVIEW_REFUSED');
  expect(run.say('skip').step()).toMatchObject({ do: 'wait', park: null });
  expect(run.state.buy).toBeNull();
});

// --- ambiguous orders

const ambiguous = (merchants = 1): FollowedPurchase => {
  const run = lost(new FollowedPurchase({}, merchants).preview());
  const others = Array.from({ length: merchants - 1 }, (_, index) => found(orderOf(index + 1)));
  run.find([
    found(orderOf(0), { differs: ['another receiver'] }),
    found(orderOf(0, { orderId: '77' })),
    ...others,
  ]);
  expect(run.started().parked()).toBe('CREATE_AMBIGUOUS');
  return run;
};

test('a retry looks once more and never creates', () => {
  const run = ambiguous().say('retry');
  expect(run.step()).toEqual({ do: 'find' });
  expect(run.find([]).parked()).toBe('CREATE_AMBIGUOUS');
  run.say('retry').step();
  expect(run.find([found(orderOf(0))]).step()).toEqual({ do: 'start' });
});

test('adopted orders are ours; candidates that were not named are left alone, by every later look', () => {
  const run = ambiguous().say('adopt', { orders: ['77'] });
  expect(run.step()).toEqual({ do: 'find' });
  expect(run.state.buy?.adopt?.orders).toEqual(['77']);
  run.find([found(orderOf(0, { orderId: '77' }))]);
  expect(run.state.orders.map((order) => order.orderId)).toEqual(['77']);
  expect(run.state.leftAlone).toEqual([orderId(0)]);
});

test.each([
  ['does not exist', [], ['77'], '77: no such order of this user'],
  [
    'belongs to another purchase',
    [found(orderOf(0, { orderId: '77' }), { ownedBy: 'po-9' })],
    [],
    'po-9 owns it',
  ],
])(
  'an order that %s is not adopted: the same wait, with the cause and the candidates',
  (_, orders, missing, cause) => {
    const run = ambiguous().say('adopt', { orders: ['77'] });
    run.step();
    run.find(orders, { missing });
    expect(run.parked()).toBe('CREATE_AMBIGUOUS');
    expect(run.state.parks[0]?.message).toContain(cause);
    expect(run.state.parks[0]?.candidates).toHaveLength(2);
  },
);

test('lines that the adopted orders do not hold wait as refused', () => {
  const run = ambiguous().say('adopt', { orders: ['77'] });
  run.step();
  run.find([found(orderOf(0, { orderId: '77', items: [item({ specId: 'other' })] }))]);
  expect(run.started().parked()).toBe('CREATE_REFUSED');
  expect(run.state.parks[0]?.lines).toEqual([0]);
});

test('one order is not adopted twice', () => {
  const run = ambiguous(2);
  expect(run.check('adopt', { orders: [orderId(1)] })?.code).toBe('INVALID');
  expect(run.check('adopt', { orders: ['77', '77'] })?.code).toBe('INVALID');
  expect(run.check('adopt', { orders: ['x'] })?.code).toBe('INVALID');
});

test('skip counts the lines as not bought and creates nothing', () => {
  const run = ambiguous().say('skip');
  expect(run.step()).toEqual({ do: 'end' });
  expect(run.state.leftAlone).toEqual([orderId(0), '77']);
});

// --- two people, holds

test('a command renews the revision of what still waits, and nothing else', () => {
  const run = oneRefused();
  run.parked();
  const before = run.state.parks[0];
  run.say('hold');
  expect(run.check('retry', { revision: before?.revision })?.code).toBe('STALE_REVISION');
  expect(run.state.parks[0]?.since).toBe(before?.since);
});

test('a hold reaches orders present and future, and stops the create', () => {
  const run = oneRefused().say('hold');
  expect(words(run)).toEqual(['hold']);
  run.say('retry').preview();
  expect(run.parked()).toBe('HELD');
  expect(run.say('release').step()).toEqual({ do: 'tell' });
  run.state.outbox = [];
  expect(run.step()).toEqual({ do: 'create' });
});

test('with holdBeforePay a batch is submitted only after a release', () => {
  const run = new FollowedPurchase({ payment: 'batch', holdBeforePay: true }).bought().started();
  expect(run.parked()).toBe('HELD');
  expect(viewOf(run).held).toMatchObject({ by: 'system' });
  run.say('release');
  expect(words(run)).toEqual(['release']);
  run.state.outbox = [];
  expect(run.step()).toEqual({ do: 'submit' });
});

test('with holdBeforePay one release of the purchase releases all of its orders', () => {
  const run = new FollowedPurchase({ holdBeforePay: true }, 2).bought().started();
  expect(words(run.say('release'))).toEqual(['release', 'release']);
  expect(new FollowedPurchase({}, 2).bought().started().check('release')?.code).toBe('WRONG_STAGE');
});

// --- cancel and abort

test('cancel before anything is sent ends it, in whatever it waits', () => {
  const waits: FollowedPurchase[] = [
    new FollowedPurchase(),
    new FollowedPurchase().preview(),
    new FollowedPurchase().preview(refused()),
    new FollowedPurchase({ approveAboveFen: 0 }).preview(),
    new FollowedPurchase({ maxTotalFen: 1 }).preview(),
  ];
  for (const run of waits) {
    run.step();
    expect(run.say('cancel').step()).toEqual({ do: 'end' });
  }
});

test.each(['cancel', 'abort'] as const)('%s ends a purchase whose credentials were refused', (command) => {
  const run = new FollowedPurchase();
  run.preview({ kind: 'credentials', message: '401' });
  expect(run.parked()).toBe('CREDENTIALS_REFUSED');
  expect(run.say(command).step()).toEqual({ do: 'end' });
});

test('cancel and abort look up an unknown create, and cancel what is found', () => {
  for (const command of ['cancel', 'abort'] as const) {
    const run = lost(new FollowedPurchase().preview()).say(command);
    expect(run.step()).toEqual({ do: 'find' });
    expect(viewOf(run).cancelling).toBe(true);
    run.find([found(orderOf(0))]);
    expect(run.step()).toEqual({ do: 'start' });
    expect(run.state.ending).toMatchObject({ how: command });
  }
});

test('what an unknown create did not do is not done after a cancel', () => {
  const run = lost(new FollowedPurchase().preview()).say('cancel');
  for (let read = 0; read < 4; read += 1) run.find([]).after(SETTLE / 3);
  expect(run.step()).toEqual({ do: 'end' });
});

test('abort never touches candidates', () => {
  const run = ambiguous().say('abort');
  expect(run.step()).toEqual({ do: 'end' });
  expect(run.state.orders).toEqual([]);
});

test.each(['cancel', 'abort'] as const)('%s before the batch is submitted pays nothing', (command) => {
  const run = new FollowedPurchase({ payment: 'batch' }, 2).bought().started().say(command);
  expect(run.step()).toEqual({ do: 'tell' });
  expect(words(run)).toEqual([command, command, 'handover', 'handover']);
  run.state.outbox = [];
  expect(run.step()).toMatchObject({ do: 'wait', park: null });
});

test('cancel while the orders are over the budget leaves them to their own runs', () => {
  const run = new FollowedPurchase({ maxTotalFen: 2400 }).preview();
  run.create(answered({ orders: [orderOf(0, { dueFen: 2500 })] })).started();
  run.parked();
  run.say('cancel').step();
  expect(words(run)).toEqual(['cancel', 'handover']);
});

test('what is said while the run of an order starts is told to it', () => {
  const run = new FollowedPurchase().bought();
  const [order] = run.state.orders;
  if (order !== undefined) order.run = 'starting';
  run.say('cancel');
  expect(run.step()).toMatchObject({ do: 'wait' });
  run.started();
  if (order !== undefined) order.run = 'open';
  expect(run.step()).toEqual({ do: 'tell' });
});

test('nothing is told to a run that may be of another purchase, and its order is not paid', () => {
  for (const payment of ['each', 'batch'] as const) {
    const run = new FollowedPurchase({ payment }).bought();
    const [order] = run.state.orders;
    if (order !== undefined) order.run = 'joining';
    run.say('cancel');
    expect(run.step()).toMatchObject({ do: 'wait' });
    takeFromOrder(run.state, { type: 'not-yours', orderId: orderId(0), owner: 'po-9' }, run.now);
    expect(run.state.outbox).toEqual([]);
    expect(run.step()).toEqual({ do: 'end' });
  }
});

test('an order that another purchase tracks waits, and is never bought a second time', () => {
  const run = new FollowedPurchase().bought();
  takeFromOrder(run.state, { type: 'not-yours', orderId: orderId(0), owner: 'po-9' }, run.now);
  expect(run.parked()).toBe('ORDER_ALREADY_TRACKED');
  expect(run.line(0)?.orderId).toBeNull();
  run.say('retry').step();
  expect(run.find([found(orderOf(0), { ownedBy: 'po-9' })]).parked()).toBe('ORDER_ALREADY_TRACKED');
});

test('a second abort ends it at once and says that its orders are released', () => {
  const run = new FollowedPurchase().bought().started().say('abort').say('abort');
  run.state.outbox = [];
  expect(run.step()).toEqual({ do: 'end' });
  run.state.stage = 'cancelled';
  expect(viewOf(run).orders).toMatchObject([{ stage: 'released' }]);
  expect(run.check('retry')?.code).toBe('ALREADY_CLOSED');
});

test('it is cancelling until its orders were told', () => {
  const run = new FollowedPurchase().bought().started();
  expect(viewOf(run).cancelling).toBe(false);
  run.say('cancel').step();
  expect(viewOf(run).cancelling).toBe(true);
});

// --- orders that are bought again

test('the lines of a closed order are bought again, with a preview and the guards, and count no more', () => {
  const run = new FollowedPurchase({ maxTotalFen: 2400 }).bought().started();
  takeFromOrder(run.state, { type: 'rebuy', orderId: orderId(0) }, run.now);
  takeFromOrder(run.state, { type: 'rebuy', orderId: orderId(0) }, run.now);
  expect(run.preview().step()).toEqual({ do: 'create' });
  run.create(answered({ orders: [orderOf(0, { orderId: '99' })] })).started();
  expect(run.state).toMatchObject({ n: 2 });
  expect(run.line(0)?.orderId).toBe('99');
  takeOrderEnd(run.state, orderId(0), endedAs(0, 'cancelled'), run.now);
  takeOrderEnd(run.state, '99', endedAs(0, 'completed', { orderId: '99' }), run.now);
  expect(run.step()).toEqual({ do: 'end' });
  expect(outcomeOf(run.state)).toBe('full');
});

test('of a line that the platform split just the part of the closed order is bought again', () => {
  const run = new FollowedPurchase({}, 1, 3).preview();
  const part = (id: string, quantity: number) =>
    orderOf(0, { orderId: id, items: [item({ specId: 'spec-0', quantity })] });
  run.create(answered({ orders: [part('1', 2), part('2', 1)] })).started();
  takeFromOrder(run.state, { type: 'rebuy', orderId: '2' }, run.now);
  takeFromOrder(run.state, { type: 'rebuy', orderId: '1' }, run.now);
  run.step();
  expect(requestToBuy(run.state).cargoParamList[0]?.quantity).toBe(2);
  run
    .preview()
    .create(answered({ orders: [part('3', 2)] }))
    .started();
  expect(run.state.orders.at(-1)?.lines).toEqual([{ line: 0, subItemId: '1', quantity: 2 }]);
  run.step();
  expect(requestToBuy(run.state).cargoParamList[0]?.quantity).toBe(1);
});

test('a line that stands in two orders is good only when both are', () => {
  const run = new FollowedPurchase({}, 1, 2).preview();
  const half = (id: string) => orderOf(0, { orderId: id, items: [item({ specId: 'spec-0' })] });
  run.create(answered({ orders: [half('1'), half('2')] })).started();
  takeOrderEnd(run.state, '1', endedAs(0, 'completed', { orderId: '1' }), run.now);
  takeOrderEnd(run.state, '2', endedAs(0, 'cancelled', { orderId: '2' }), run.now);
  expect(outcomeOf(run.state)).toBe('none');
});

test('an order that was ended from outside does not keep its purchase open', () => {
  const run = new FollowedPurchase().bought().started();
  takeOrderEnd(run.state, orderId(0), null, run.now);
  expect(run.step()).toEqual({ do: 'end' });
  expect(viewOf(run).orders).toMatchObject([{ stage: 'released', note: 'Its run was ended from outside.' }]);
});

test('the total is what is due of orders that are paid or open', () => {
  const run = new FollowedPurchase({}, 3).bought().started();
  takeOrderEnd(run.state, orderId(0), endedAs(0, 'cancelled'), run.now);
  takeOrderEnd(run.state, orderId(1), endedAs(1, 'refunded'), run.now);
  expect(viewOf(run)).toMatchObject({ totalFen: 2 * PRICE, paidFen: PRICE });
});

// --- batch payment

test('a batch is submitted once all merchants are settled, 30 at a time', () => {
  const run = new FollowedPurchase({ payment: 'batch' }, 2).preview();
  run.create(answered({ orders: [orderOf(0)], missing: [seller(1)] })).started();
  expect(run.step()).toEqual({ do: 'find' });
  run.find([found(orderOf(1), { differs: ['another receiver'] })]);
  expect(run.step()).toEqual({ do: 'submit' });
});

test('each order of a batch is handed over once, with what became of it', () => {
  const run = new FollowedPurchase({ payment: 'batch' }, 4).bought().started();
  const ids = [0, 1, 2, 3].map(orderId);
  const paid = { orderId: orderId(0), result: { kind: 'paid' as const, order: orderOf(0), sent: true } };
  const link = {
    orderId: orderId(1),
    result: { kind: 'link' as const, order: orderOf(1), payUrl: 'https://pay.example/1' },
  };
  const above = { orderId: orderId(2), result: { kind: 'above-ceiling' as const, order: orderOf(2) } };
  takeBatch(
    run.state,
    ids,
    { kind: 'result', value: { kind: 'submitted', orders: [paid, link, above] } },
    run.now,
  );
  expect(run.state.outbox.map(({ word }) => word)).toMatchObject([
    { how: 'paid', sends: 1 },
    { how: 'link', sends: 1, payUrl: 'https://pay.example/1' },
    { how: 'order', sends: 0 },
    { how: 'order', sends: 1 },
  ]);
  expect(run.state.orders.every(({ payer }) => payer === 'order')).toBe(true);
});

test('a submit that is lost with its worker counts as one send of each order', () => {
  const run = new FollowedPurchase({ payment: 'batch' }).bought().started();
  takeBatch(run.state, [orderId(0)], { kind: 'lost', message: 'worker gone' }, run.now);
  expect(run.state.outbox).toMatchObject([{ word: { how: 'order', sends: 1 } }]);
});

test('a submit that keeps being turned away says so once patience is over', () => {
  const run = new FollowedPurchase({ payment: 'batch' }).bought().started();
  const away = { kind: 'not-sent' as const, message: '429', retryAfterSeconds: null, patienceSeconds: 60 };
  takeBatch(run.state, [orderId(0)], { kind: 'result', value: away }, run.now);
  expect(run.parked()).toBeNull();
  takeBatch(run.after(60).state, [orderId(0)], { kind: 'result', value: away }, run.now);
  expect(run.parked()).toBe('PLATFORM_UNAVAILABLE');
});

test('the purchase is shown by its id in what it refuses', () => {
  expect(new FollowedPurchase().check('retry')?.message).toContain(`purchase ${ID}`);
});
