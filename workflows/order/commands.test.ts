import { expect, test } from 'vitest';
import { type Command, STUCK, type StuckReason } from '../../contract/index.ts';
import {
  at,
  DAY,
  type Followed,
  follow,
  paid,
  reading,
  SECOND,
  shipped,
  signed,
  T0,
} from './order.fixture.ts';
import { check, LI, looked, parked, refusedPay, say } from './speak.fixture.ts';
import { takeCancel, takePay } from './take-effects.ts';
import { takeLook, takeOrder } from './take-look.ts';
import { orderView } from './view.ts';

/** What people can say to an order, and what it does then. */

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
