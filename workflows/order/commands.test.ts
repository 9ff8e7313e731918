import { expect, test } from 'vitest';
import { type Command, STUCK, type StuckReason } from '../../contract/index.ts';
import { parkAs } from '../park.ts';
import type { RawBody } from '../refusal.ts';
import { checkOrderCommand, takeOrderCommand } from './commands.ts';
import { takeFromPurchase } from './from-purchase.ts';
import {
  at,
  closed,
  DAY,
  type Followed,
  follow,
  item,
  paid,
  parcel,
  reading,
  SECOND,
  shipped,
  signed,
  T0,
} from './order.fixture.ts';
import { takeCancel, takePay } from './take-effects.ts';
import { takeLook, takeOrder } from './take-look.ts';
import { orderView } from './view.ts';

const LI = { by: 'li', actor: 'library:li' };
const looked = (order: Followed): Followed => {
  order.state.looks.taken = order.state.looks.wanted;
  return order;
};
const check = (order: Followed, command: Command, body: RawBody = LI, now = T0) =>
  checkOrderCommand(order.state, order.input, command, body, now);
function say(order: Followed, command: Command, body: RawBody = {}, now = T0): Followed {
  expect(check(order, command, { ...LI, ...body }, now)).toBeNull();
  takeOrderCommand(order.state, order.input, command, { ...LI, ...body }, now);
  return order;
}
/** Waits as the next step says, and shows why. */
function parked(order: Followed, now = T0): StuckReason | null {
  const step = order.step(now);
  if (step.do !== 'wait') throw new Error(`it does not wait: ${step.do}`);
  parkAs(order.state, step.park, now);
  return order.state.parked?.reason ?? null;
}
const refusedPay = (order: Followed): Followed => {
  takePay(
    order.state,
    { kind: 'result', value: { kind: 'refused', order: null, code: '4003', message: 'NO' } },
    T0,
  );
  return order;
};

test.each(Object.keys(STUCK))(
  'while it waits for %s exactly the commands of the table are taken',
  (reason) => {
    const order = follow({}, signed());
    order.state.parked = {
      reason: reason as StuckReason,
      step: 'x',
      message: '',
      since: at(T0),
      revision: 9,
    };
    order.state.order = { ...order.state.order, dueFen: 2300 };
    order.state.held = reason === 'HELD' ? { since: at(T0), until: null, by: 'x', note: null } : null;
    const table: readonly Command[] = STUCK[reason as StuckReason].commands;
    for (const command of ['retry', 'skip', 'approve'] as const) {
      expect([command, check(order, command)?.code ?? null]).toEqual([
        command,
        table.includes(command) ? null : 'WRONG_STAGE',
      ]);
    }
    for (const command of ['abort', 'hold', 'cancel'] as const) expect(check(order, command)).toBeNull();
  },
);

test('what nothing waits for is refused', () => {
  const order = looked(follow());
  expect(check(order, 'retry')?.code).toBe('NOT_STUCK');
  expect(check(order, 'release')?.code).toBe('WRONG_STAGE');
  expect(check(order, 'adopt', { ...LI, orders: ['1'] })?.code).toBe('WRONG_STAGE');
});

test('an order that its purchase still pays takes no command, and says which purchase does', () => {
  const order = follow({}, reading(), { payer: 'purchase' });
  for (const command of ['cancel', 'abort', 'hold'] as const) {
    expect(check(order, command)).toMatchObject({ code: 'WRONG_STAGE' });
    expect(check(order, command)?.message).toContain('purchase po-1');
  }
});

test('an ended run says so', () => {
  const order = follow();
  order.state.stage = 'completed';
  expect(check(order, 'cancel')?.code).toBe('ALREADY_CLOSED');
});

test('of two people with one revision the second is told that somebody was quicker', () => {
  const order = refusedPay(follow());
  expect(parked(order)).toBe('PAY_REFUSED');
  const { revision } = order.state.parked ?? {};
  say(order, 'retry', { revision });
  expect(check(order, 'retry', { ...LI, revision })?.code).toBe('STALE_REVISION');
});

test('a hold leaves the wait as it is, but for the revision', () => {
  const order = refusedPay(follow());
  parked(order);
  const before = order.state.parked;
  say(order, 'hold', {}, T0 + SECOND);
  expect(parked(order, T0 + SECOND)).toBe('PAY_REFUSED');
  expect(order.state.parked?.since).toBe(before?.since);
  expect(order.state.parked?.revision).not.toBe(before?.revision);
});

test('looks and hints do not move the revision that a command names', () => {
  const order = refusedPay(follow());
  parked(order);
  const before = order.state.parked?.revision;
  takeOrder(order.state, reading({ modifiedAt: at(T0 + SECOND) }), T0 + SECOND, 'poll');
  parked(order, T0 + SECOND);
  expect(order.state.parked?.revision).toBe(before);
});

test('each retry of a refused payment is a look and one more send', () => {
  const order = refusedPay(follow());
  for (let turn = 1; turn <= 3; turn += 1) {
    parked(order);
    say(order, 'retry');
    expect(order.step()).toEqual({ do: 'look' });
    takeLook(looked(order).state, { kind: 'result', value: { kind: 'seen', order: reading() } }, T0);
    expect(order.step()).toEqual({ do: 'pay' });
    refusedPay(order);
    expect(order.state.pay).toMatchObject({ sent: turn + 1, allowed: turn + 1 });
  }
});

test('a retry does not cut the pause after an unknown send short', () => {
  const order = looked(follow());
  for (let send = 0; send < 3; send += 1) takePay(order.state, { kind: 'lost', message: 'x' }, T0);
  looked(order);
  parked(order);
  say(order, 'retry');
  expect(looked(order).step()).toMatchObject({ do: 'wait', until: T0 + 15_000 });
});

test('with manual payment a retry only reads', () => {
  const order = looked(follow({ payment: 'manual' }));
  expect(parked(order)).toBe('PAYMENT');
  say(order, 'retry');
  expect(order.step()).toEqual({ do: 'look' });
  expect(parked(looked(order))).toBe('PAYMENT');
});

test('an approval is the sum shown with the tolerance, or a hard limit', () => {
  const dear = () => looked(follow({ priceToleranceBps: 100 }, reading({ dueFen: 3000 })));
  const open = dear();
  expect(parked(open)).toBe('PRICE_DRIFT');
  expect(say(open, 'approve').state.ceilingFen).toBe(3030);
  expect(open.step()).toEqual({ do: 'pay' });
  const hard = dear();
  parked(hard);
  expect(check(hard, 'approve', { ...LI, upToFen: 2999 })?.code).toBe('INVALID');
  expect(say(hard, 'approve', { upToFen: 3000 }).state.ceilingFen).toBe(3000);
});

test('nothing above its ceiling is paid, and it goes on by itself when the price comes down', () => {
  const order = looked(follow({}, reading({ dueFen: 2301 })));
  expect(parked(order)).toBe('PRICE_DRIFT');
  takeOrder(order.state, reading({ dueFen: 2300, modifiedAt: at(T0 + SECOND) }), T0 + SECOND, 'callback');
  expect(order.step(T0 + SECOND)).toEqual({ do: 'pay' });
});

test('a held order sends nothing, but is read and cancelled', () => {
  const order = say(looked(follow()), 'hold');
  expect(parked(order)).toBe('HELD');
  say(order, 'retry');
  expect(order.step()).toEqual({ do: 'look' });
  expect(parked(looked(order))).toBe('HELD');
  expect(say(order, 'cancel').step()).toEqual({ do: 'cancel' });
});

test('a release lets the effect go out', () => {
  const order = say(looked(follow()), 'hold');
  parked(order);
  expect(say(order, 'release').step()).toEqual({ do: 'pay' });
});

test('cancel is taken in every stage: what is unpaid is cancelled, what is paid is left running', () => {
  expect(say(looked(follow()), 'cancel').step()).toEqual({ do: 'cancel' });
  for (const order of [paid(), shipped(), signed()]) {
    const run = say(looked(follow({ receipt: 'manual' }, order)), 'cancel');
    expect(run.step()).toMatchObject({ do: 'wait' });
    expect(orderView(run.state, run.input, 'run')).toMatchObject({ cancelling: false });
    expect(run.state.note).toContain('left running');
  }
});

test('abort looks first, then cancels what is unpaid and releases what is paid', () => {
  expect(looked(say(looked(follow()), 'abort')).step()).toEqual({ do: 'cancel' });
  const run = say(looked(follow({}, shipped())), 'abort');
  expect(run.step()).toEqual({ do: 'look' });
  expect(looked(run).step()).toMatchObject({ do: 'end', stage: 'released' });
});

test('a second abort ends the run at once, whatever it waits for', () => {
  const order = say(say(looked(follow()), 'abort'), 'abort');
  expect(order.step()).toMatchObject({ do: 'end', stage: 'released' });
});

test.each(['cancel', 'abort'] as const)(
  '%s is carried out although the credentials were refused',
  (command) => {
    const order = looked(follow());
    takeLook(order.state, { kind: 'result', value: { kind: 'credentials', message: '401' } }, T0);
    expect(parked(order)).toBe('CREDENTIALS_REFUSED');
    expect(looked(say(order, command)).step()).toEqual({ do: 'cancel' });
  },
);

test('refused credentials are tried again only when a person says so', () => {
  const order = looked(follow());
  takeLook(order.state, { kind: 'result', value: { kind: 'credentials', message: '401' } }, T0);
  order.state.looks.wanted += 5;
  expect(parked(order, T0 + 30 * DAY)).toBe('CREDENTIALS_REFUSED');
  expect(say(order, 'retry').step()).toEqual({ do: 'look' });
});

test('an unavailable platform is tried once by a retry, not patiently again', () => {
  const order = looked(follow());
  const away = { kind: 'result' as const, value: { kind: 'unavailable' as const, message: '502' } };
  takeLook(order.state, away, T0);
  expect(parked(order)).toBe('PLATFORM_UNAVAILABLE');
  expect(say(order, 'retry').step()).toEqual({ do: 'look' });
  expect(order.state.trouble).not.toBeNull();
  takeLook(looked(order).state, away, T0);
  expect(parked(order)).toBe('PLATFORM_UNAVAILABLE');
  expect(order.state.trouble?.times).toBe(2);
});

const refusedCancel = (): Followed => {
  const order = say(looked(follow()), 'cancel');
  const refused = { kind: 'refused' as const, order: null, code: '4009', message: 'NO' };
  takeCancel(order.state, { kind: 'result', value: refused }, T0);
  expect(parked(order)).toBe('CANCEL_REFUSED');
  return order;
};

test('a refused cancel is tried again by retry, by cancel and by abort', () => {
  for (const command of ['retry', 'cancel', 'abort'] as const) {
    expect(looked(say(refusedCancel(), command)).step()).toEqual({ do: 'cancel' });
  }
});

test('a cancel that is given up leaves the unpaid order held, also after an abort', () => {
  const order = refusedCancel();
  say(order, 'abort');
  const refused = { kind: 'refused' as const, order: null, code: '4009', message: 'NO' };
  takeCancel(looked(order).state, { kind: 'result', value: refused }, T0);
  parked(order);
  say(order, 'skip');
  expect(parked(order)).toBe('HELD');
  expect(orderView(order.state, order.input, 'run').cancelling).toBe(false);
  expect(say(order, 'release').step()).toEqual({ do: 'pay' });
});

test.each([
  ['PRICE_DRIFT', () => looked(follow({}, reading({ dueFen: 9999 })))],
  ['PAY_REFUSED', () => refusedPay(follow())],
])('skip of %s cancels this order and goes on', (reason, make) => {
  const order = make();
  expect(parked(order)).toBe(reason);
  expect(say(order, 'skip').step()).toEqual({ do: 'cancel' });
});

test('an order that its seller closed asks: retry has its purchase buy the lines again, once', () => {
  const order = looked(follow());
  takeOrder(order.state, closed(), T0 + SECOND, 'callback');
  expect(parked(order, T0 + SECOND)).toBe('ORDER_CLOSED');
  say(order, 'retry', {}, T0 + SECOND);
  takeLook(looked(order).state, { kind: 'result', value: { kind: 'seen', order: closed() } }, T0 + SECOND);
  expect(order.step(T0 + SECOND)).toEqual({ do: 'rebuy' });
  if (order.state.closed !== null) order.state.closed.told = true;
  expect(order.step(T0 + SECOND)).toMatchObject({ do: 'end', stage: 'cancelled' });
});

test('an order that was found closed already is asked for and bought again like any other', () => {
  const order = follow({}, closed());
  takeLook(looked(order).state, { kind: 'result', value: { kind: 'seen', order: closed() } }, T0);
  expect(parked(order)).toBe('ORDER_CLOSED');
  say(order, 'retry');
  expect(looked(order).step()).toEqual({ do: 'rebuy' });
});

test('with onClosed skip nobody is asked', () => {
  const order = looked(follow({ onClosed: 'skip' }));
  takeOrder(order.state, closed(), T0 + SECOND, 'callback');
  expect(order.step(T0 + SECOND)).toMatchObject({ do: 'end', stage: 'cancelled' });
});

test('a paid order that was closed keeps its stage, says that money is due, and ends refunded', () => {
  const order = looked(follow({}, shipped()));
  const gone = shipped({ status: 'cancel', closedBy: 'seller', modifiedAt: at(T0 + 3 * DAY) });
  takeOrder(order.state, gone, T0 + 3 * DAY, 'callback');
  expect(parked(order, T0 + 3 * DAY)).toBe('ORDER_CLOSED');
  say(order, 'skip', {}, T0 + 3 * DAY);
  expect(parked(looked(order), T0 + 3 * DAY)).toBeNull();
  const view = orderView(order.state, order.input, 'run');
  expect(view).toMatchObject({ stage: 'in-transit', note: 'Closed though paid: CNY 23.00 are due back.' });
  const back = { ...gone, refundedFen: 2300, modifiedAt: at(T0 + 4 * DAY) };
  takeOrder(order.state, back, T0 + 4 * DAY, 'poll');
  expect(order.step(T0 + 4 * DAY)).toMatchObject({ do: 'end', stage: 'refunded' });
});

test('money of a closed order that does not come back in time is overdue, until a person leaves it', () => {
  const order = looked(follow({ onClosed: 'skip' }, paid()));
  const gone = paid({ status: 'cancel', closedBy: 'seller', modifiedAt: at(T0 + DAY) });
  takeOrder(order.state, gone, T0 + DAY, 'callback');
  const late = T0 + 32 * DAY;
  takeOrder(order.state, gone, late, 'poll');
  expect(parked(order, late)).toBe('RECEIVE_OVERDUE');
  expect(looked(say(order, 'abort', {}, late)).step(late)).toMatchObject({ do: 'end', stage: 'released' });
});

test('a close that a refund brought asks nobody', () => {
  const order = looked(follow({}, paid()));
  const gone = paid({
    status: 'cancel',
    closedBy: 'seller',
    refundStatus: 'refundsuccess',
    refundedFen: 100,
  });
  takeOrder(order.state, gone, T0 + DAY, 'callback');
  expect(parked(order, T0 + DAY)).toBeNull();
});

test('a cancel of a closed, paid order leaves it unbought and is settled', () => {
  const order = looked(follow({}, paid()));
  takeOrder(order.state, paid({ status: 'cancel', closedBy: 'seller' }), T0 + DAY, 'callback');
  parked(order, T0 + DAY);
  say(order, 'cancel', {}, T0 + DAY);
  expect(parked(order, T0 + DAY)).toBeNull();
  expect(orderView(order.state, order.input, 'run').cancelling).toBe(false);
});

test('an unknown status sends nothing; skip treats it as still open, and its deadlines run', () => {
  const order = looked(follow());
  takeOrder(order.state, paid({ status: 'wait_for_the_moon' }), T0 + SECOND, 'poll');
  expect(parked(order, T0 + SECOND)).toBe('UNKNOWN_STATUS');
  say(order, 'skip', {}, T0 + SECOND);
  expect(parked(order, T0 + SECOND)).toBeNull();
  const late = T0 + 6 * DAY;
  takeOrder(order.state, paid({ status: 'wait_for_the_moon' }), late, 'poll');
  expect(parked(order, late)).toBe('SHIP_OVERDUE');
});

test('an order that the platform does not show can be watched quietly too', () => {
  const order = looked(follow());
  const gone = { kind: 'result' as const, value: { kind: 'missing' as const, message: '404' } };
  takeLook(order.state, gone, T0);
  expect(parked(order)).toBe('UNKNOWN_STATUS');
  expect(parked(say(order, 'skip'))).toBeNull();
});

test('a stage stays while nobody knows the status', () => {
  const order = looked(follow({}, shipped()));
  expect(order.state.stage).toBe('in-transit');
  takeOrder(order.state, shipped({ status: 'odd', allShippedAt: null }), T0 + 2 * DAY, 'poll');
  expect(order.state.stage).toBe('in-transit');
});

test('a deadline that is put off stands at the instant given, or begins again, or is off', () => {
  const order = looked(follow({}, paid()));
  const late = T0 + 6 * DAY;
  const overdue = (now: number): StuckReason | null => {
    takeOrder(order.state, paid(), now, 'poll');
    return parked(looked(order), now);
  };
  expect(overdue(late)).toBe('SHIP_OVERDUE');
  expect(check(order, 'retry', { ...LI, until: at(late - 1) }, late)?.code).toBe('INVALID');
  say(order, 'retry', { until: at(late + DAY) }, late);
  expect(overdue(late + DAY - 1)).toBeNull();
  expect(overdue(late + DAY)).toBe('SHIP_OVERDUE');
  say(order, 'retry', {}, late + DAY);
  expect(overdue(late + 6 * DAY - 1)).toBeNull();
  expect(overdue(late + 6 * DAY)).toBe('SHIP_OVERDUE');
  say(order, 'skip', {}, late + 6 * DAY);
  expect(overdue(late + 60 * DAY)).toBeNull();
});

test('a deadline parks only after a look that was made once it had passed', () => {
  const order = looked(follow({ pollSeconds: 8_640_000 }, paid()));
  expect(order.step(T0 + 5 * DAY - 1)).toMatchObject({ do: 'wait', until: T0 + 5 * DAY });
  expect(order.step(T0 + 5 * DAY)).toEqual({ do: 'look' });
});

test('an overdue payment takes the place of PAYMENT and PAY_LINK', () => {
  const timed = reading({ payTimeoutSeconds: 3 * 86_400 });
  const manual = looked(follow({ payment: 'manual' }, timed));
  expect(parked(manual)).toBe('PAYMENT');
  const late = T0 + 2 * DAY;
  takeOrder(manual.state, timed, late, 'poll');
  expect(parked(manual, late)).toBe('PAY_OVERDUE');
  say(manual, 'retry', {}, late);
  expect(parked(looked(manual), late)).toBe('PAYMENT');
  const link = looked(follow({}, timed));
  const asked = { kind: 'link' as const, order: timed, payUrl: 'https://pay.example/1' };
  takePay(link.state, { kind: 'result', value: asked }, T0);
  expect(parked(link)).toBe('PAY_LINK');
  takeOrder(link.state, timed, late, 'poll');
  expect(parked(link, late)).toBe('PAY_OVERDUE');
  expect(looked(say(link, 'retry', {}, late)).step(late)).toEqual({ do: 'pay' });
});

test('a parcel that does not move is noticed also while another is not shipped yet', () => {
  const part = paid({ parcels: [parcel()] });
  const order = looked(follow({}, part));
  const late = T0 + 4 * DAY;
  takeOrder(order.state, part, late, 'poll');
  expect(parked(order, late)).toBe('LOGISTICS_STALLED');
});

test('what is never signed for is overdue, also where the platform does not say when it was shipped', () => {
  const quiet = shipped({ allShippedAt: null, parcels: null, modifiedAt: at(T0 + DAY) });
  const order = looked(follow({}, quiet));
  takeOrder(order.state, quiet, T0 + 31 * DAY, 'poll');
  expect(parked(order, T0 + 31 * DAY)).toBe('RECEIVE_OVERDUE');
});

test('a receipt is confirmed by a person only when it is ready', () => {
  const manual = looked(follow({ receipt: 'manual' }, signed()));
  expect(parked(manual)).toBe('RECEIPT');
  expect(say(manual, 'confirm-receipt').step()).toEqual({ do: 'confirm' });
  const held = looked(follow({ receipt: 'manual' }, signed()));
  say(held, 'hold');
  expect(check(held, 'confirm-receipt')?.code).toBe('ON_HOLD');
  const moving = looked(follow({}, shipped()));
  expect(check(moving, 'confirm-receipt')?.code).toBe('WRONG_STAGE');
  expect(check(moving, 'confirm-receipt', { ...LI, lines: [0] })).toBeNull();
  expect(check(moving, 'confirm-receipt', { ...LI, lines: [7] })?.code).toBe('INVALID');
  const open = looked(follow({}, signed({ items: [item({ refundStatus: 'waitselleragree' })] })));
  expect(check(open, 'confirm-receipt')?.code).toBe('REFUND_OPEN');
  expect(check(open, 'confirm-receipt', { ...LI, lines: [0] })?.code).toBe('REFUND_OPEN');
  expect(check(looked(follow({}, paid())), 'confirm-receipt', { ...LI, lines: [0] })?.code).toBe(
    'WRONG_STAGE',
  );
});

test('a batch payment that nobody knows the end of is read, and gets its time to show', () => {
  const order = follow({ payment: 'batch' }, reading(), { payer: 'purchase' });
  expect(order.step()).toMatchObject({ do: 'wait', park: null });
  takeFromPurchase(order.state, { type: 'handover', how: 'order', ceilingFen: 2300, sends: 1 }, T0);
  expect(order.step()).toEqual({ do: 'look' });
  expect(looked(order).step()).toMatchObject({ do: 'wait', until: T0 + 5_000, park: null });
  expect(order.step(T0 + 5_000)).toEqual({ do: 'pay' });
  expect(order.state.pay.sent).toBe(1);
});

test.each([
  [{ how: 'link', payUrl: 'https://pay.example/1' }, 'PAY_LINK'],
  [{ how: 'refused', message: '4003 NO' }, 'PAY_REFUSED'],
] as const)('handed over as %o the order waits for a person', (how, reason) => {
  const order = follow({ payment: 'batch' }, reading(), { payer: 'purchase' });
  takeFromPurchase(order.state, { type: 'handover', ceilingFen: 2300, sends: 1, ...how }, T0);
  expect(parked(looked(order))).toBe(reason);
});

test('an order that its purchase pays is not parked for what nobody could answer', () => {
  const timed = reading({ payTimeoutSeconds: 86_400 });
  const order = looked(follow({}, timed, { payer: 'purchase' }));
  takeOrder(order.state, timed, T0 + DAY, 'poll');
  expect(parked(order, T0 + DAY)).toBeNull();
});

test('an order that was closed before its purchase paid it asks its own questions', () => {
  const order = looked(follow({}, reading(), { payer: 'purchase' }));
  takeOrder(order.state, closed(), T0 + SECOND, 'callback');
  expect(parked(order, T0 + SECOND)).toBe('ORDER_CLOSED');
  expect(check(order, 'skip')).toBeNull();
});

test('a handover has an order tried again whose credentials were refused meanwhile', () => {
  const order = looked(follow({ payment: 'batch' }, reading(), { payer: 'purchase' }));
  takeLook(order.state, { kind: 'result', value: { kind: 'credentials', message: '401' } }, T0);
  takeFromPurchase(order.state, { type: 'handover', how: 'order', ceilingFen: 2300, sends: 0 }, T0);
  expect(order.step()).toEqual({ do: 'pay' });
});

test('no receipt is taken of an order that is closed, confirmed, or in a status nobody knows', () => {
  for (const status of ['cancel', 'confirm_goods', 'odd']) {
    const order = looked(follow({}, signed()));
    takeOrder(order.state, signed({ status, modifiedAt: at(T0 + 3 * DAY) }), T0 + 3 * DAY, 'poll');
    for (const body of [LI, { ...LI, lines: [0] }])
      expect(check(order, 'confirm-receipt', body)?.code).toBe('WRONG_STAGE');
  }
});

test("a refund that only the order's own word names is open for each of its lines", () => {
  const order = looked(follow({}, signed({ refundStatus: 'waitselleragree' })));
  expect(check(order, 'confirm-receipt', { ...LI, lines: [0] })?.code).toBe('REFUND_OPEN');
});
