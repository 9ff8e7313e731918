import { expect, test } from 'vitest';
import { takeFromOrder } from './from-order.ts';
import { answered, FollowedPurchase, found, orderId, orderOf, SETTLE } from './purchase.fixture.ts';
import { ambiguous, lost, oneRefused, refused, viewOf, words } from './stuck.fixture.ts';

/** Holds, cancel and abort, in whatever a purchase does. */

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
