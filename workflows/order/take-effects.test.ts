import { expect, test } from 'vitest';
import type { ConfirmResult, PayResult } from '../../activities/types.ts';
import type { EffectEnd } from '../effect-end.ts';
import { at, DAY, follow, item, paid, parcel, reading, SECOND, signed, T0 } from './order.fixture.ts';
import { takeCancel, takeConfirm, takePay } from './take-effects.ts';
import { takeLook, takeOrder } from './take-look.ts';

const result = <T>(value: T): EffectEnd<T> => ({ kind: 'result', value });
const lost = { kind: 'lost' as const, message: 'the worker did not answer in time' };
const unpaid: PayResult = { kind: 'unpaid', order: reading(), message: 'the order reads unpaid' };
const notSent = { kind: 'not-sent' as const, message: '429', retryAfterSeconds: null, patienceSeconds: 60 };

test('a payment that shows nothing is sent three times at most, each after a look and a longer pause', () => {
  const order = follow();
  let now = T0;
  const pauses: number[] = [];
  for (let send = 1; send <= 3; send += 1) {
    expect(order.step(now)).toEqual({ do: 'pay' });
    takePay(order.state, result(unpaid), now);
    expect(order.step(now)).toEqual({ do: 'look' });
    order.state.looks.taken = order.state.looks.wanted;
    takeLook(order.state, result({ kind: 'seen', order: reading() }), now);
    pauses.push(order.state.pay.notBefore - now);
    now = order.state.pay.notBefore;
  }
  expect(pauses).toEqual([5_000, 10_000, 15_000]);
  expect(order.step(now)).toMatchObject({ do: 'wait', park: { reason: 'PAY_REFUSED', attempts: 3 } });
});

test.each([
  ['lost with its worker', lost],
  ['unknown', result<PayResult>({ kind: 'unknown', message: 'timed out' })],
])('a payment that is %s counts as sent and is read before another', (_, end) => {
  const order = follow();
  takePay(order.state, end, T0);
  expect(order.state.pay.sent).toBe(1);
  expect(order.step()).toEqual({ do: 'look' });
});

test('a task that was cancelled in its queue was not sent', () => {
  const order = follow();
  takePay(order.state, { kind: 'not-started' }, T0);
  expect(order.state.pay.sent).toBe(0);
  expect(order.step()).toEqual({ do: 'pay' });
});

test('a refused payment waits for a person, and is sent no more by itself', () => {
  const order = follow();
  takePay(order.state, result<PayResult>({ kind: 'refused', order: null, code: '4003', message: 'NO' }), T0);
  expect(order.step()).toMatchObject({ park: { reason: 'PAY_REFUSED', message: '4003 NO' } });
});

test.each<[string, PayResult]>([
  ['paid', { kind: 'paid', order: paid({ modifiedAt: at(T0 - SECOND) }), sent: false }],
  ['above its ceiling', { kind: 'above-ceiling', order: reading({ modifiedAt: at(T0 - SECOND) }) }],
  ['closed', { kind: 'not-payable', order: reading({ modifiedAt: at(T0 - SECOND), status: 'cancel' }) }],
])('when only an older reading says that it is %s, the run looks and asks less and less often', (_, said) => {
  const order = follow();
  const pauses: number[] = [];
  let now = T0;
  for (let turn = 0; turn < 4; turn += 1) {
    takePay(order.state, result(said), now);
    expect(order.step(now)).toEqual({ do: 'look' });
    order.state.looks.taken = order.state.looks.wanted;
    takeLook(order.state, result({ kind: 'seen', order: reading() }), now);
    pauses.push(order.state.pay.notBefore - now);
    now = order.state.pay.notBefore;
  }
  expect(pauses).toEqual([5_000, 10_000, 20_000, 40_000]);
  expect(order.state.pay.sent).toBe(0);
});

test('a look that a command breaks off is still wanted', () => {
  const order = follow({}, paid());
  order.state.looks = { ...order.state.looks, wanted: 3, taken: 3 };
  takeLook(order.state, { kind: 'not-started' }, T0);
  expect(order.step()).toEqual({ do: 'look' });
});

test('a reading older than the last one changes nothing', () => {
  const order = follow();
  takeOrder(order.state, paid({ modifiedAt: at(T0 + DAY) }), T0 + DAY, 'poll');
  takeOrder(order.state, reading({ dueFen: 9900, modifiedAt: at(T0 + DAY - 1) }), T0 + DAY, 'poll');
  expect(order.state.order).toMatchObject({ status: 'waitsellersend', dueFen: 2300 });
});

test('calls that keep being turned away say so once patience is over, also while looks succeed', () => {
  const order = follow();
  takePay(order.state, result(notSent), T0);
  expect(order.step(T0)).toMatchObject({ do: 'wait', park: null });
  takeLook(order.state, result({ kind: 'seen', order: reading() }), T0 + 30 * SECOND);
  takePay(order.state, result(notSent), T0 + 61 * SECOND);
  expect(order.step(T0 + 61 * SECOND)).toMatchObject({
    do: 'wait',
    park: { reason: 'PLATFORM_UNAVAILABLE', step: 'pay', attempts: 2 },
  });
  takePay(order.state, result<PayResult>({ kind: 'paid', order: paid(), sent: true }), T0 + 70 * SECOND);
  expect(order.state.failing).toBeNull();
});

test('an accepted receipt that the order does not show yet is waited for, not sent again', () => {
  const order = follow({}, signed());
  takeOrder(order.state, signed(), T0 + 3 * DAY, 'poll');
  order.state.looks.taken = order.state.looks.wanted;
  const now = T0 + 3 * DAY;
  expect(order.step(now)).toEqual({ do: 'confirm' });
  const received = signed({ items: [item({ logisticsStatus: 3 })], modifiedAt: at(now) });
  takeConfirm(order.state, result<ConfirmResult>({ kind: 'confirmed', order: received, sent: true }), now);
  expect(order.state.stage).toBe('confirming');
  expect(order.step(now)).toMatchObject({ do: 'wait', park: null });
});

test('our own accepted receipt completes the order at confirm_goods already', () => {
  const order = follow({}, signed());
  const confirmed = signed({ status: 'confirm_goods', modifiedAt: at(T0 + 3 * DAY), parcels: null });
  order.state.looks.taken = order.state.looks.wanted;
  const end = result<ConfirmResult>({ kind: 'confirmed', order: confirmed, sent: true });
  takeConfirm(order.state, end, T0 + 3 * DAY);
  expect(order.step(T0 + 3 * DAY)).toMatchObject({ do: 'end', stage: 'completed' });
});

test("somebody else's confirm_goods waits for success", () => {
  const order = follow({}, signed());
  takeOrder(
    order.state,
    signed({ status: 'confirm_goods', modifiedAt: at(T0 + 3 * DAY) }),
    T0 + 3 * DAY,
    'poll',
  );
  order.state.looks.taken = order.state.looks.wanted;
  expect(order.step(T0 + 3 * DAY)).toMatchObject({ do: 'wait', park: null });
  expect(order.state.stage).toBe('confirming');
});

test('a receipt whose conditions do not hold is asked for less and less often, and its stage is what was read', () => {
  const order = follow({}, signed());
  takeOrder(order.state, signed(), T0 + 3 * DAY, 'poll');
  const notReady: ConfirmResult = { kind: 'not-ready', order: signed(), why: 'not-signed' };
  const pauses = [1, 2, 3].map(() => {
    order.state.stage = 'confirming';
    takeConfirm(order.state, result(notReady), T0 + 3 * DAY);
    return order.state.confirm.notBefore - T0 - 3 * DAY;
  });
  expect(pauses).toEqual([5_000, 10_000, 20_000]);
  expect(order.state.stage).toBe('awaiting-receipt');
});

test('a receipt of some lines keeps the stage; the rest is another receipt', () => {
  const two = [item({ logisticsStatus: 2 }), item({ subItemId: '2', specId: 'spec-b', logisticsStatus: 1 })];
  const part = paid({ items: two, parcels: [parcel({ subItemIds: ['1'] })] });
  const order = follow({}, part);
  order.state.confirm.asked = { subItemIds: ['1'], by: 'library:li' };
  order.state.looks.taken = order.state.looks.wanted;
  expect(order.step(T0)).toEqual({ do: 'confirm' });
  const after = { ...part, items: [item({ logisticsStatus: 3 }), two[1] ?? item()] };
  takeConfirm(order.state, result<ConfirmResult>({ kind: 'confirmed', order: after, sent: true }), T0);
  expect(order.state).toMatchObject({
    stage: 'awaiting-shipment',
    confirm: { asked: null, accepted: false, sent: 0 },
  });
  expect(order.step(T0)).toMatchObject({ do: 'wait', park: null });
});

test('a cancel that came too early is waited out and not counted', () => {
  const order = follow();
  order.state.cancel = { sent: 0, allowed: 3, notBefore: 0, refused: null, unsent: 0, by: 'ui:li' };
  takeCancel(order.state, result({ kind: 'too-early' as const, order: reading(), retryAfterSeconds: 7 }), T0);
  expect(order.step(T0)).toMatchObject({ do: 'wait', until: T0 + 7_000, park: null });
  expect(order.step(T0 + 7_000)).toEqual({ do: 'cancel' });
});

test('a paid order is left running, and says so', () => {
  const order = follow();
  order.state.cancel = { sent: 0, allowed: 3, notBefore: 0, refused: null, unsent: 0, by: 'ui:li' };
  takeCancel(order.state, result({ kind: 'paid' as const, order: paid() }), T0);
  expect(order.state).toMatchObject({ cancel: null, stage: 'awaiting-shipment' });
  expect(order.state.note).toContain('left running');
});

test('a receipt of an order that does not show its items waits for a person', () => {
  const order = follow({}, signed());
  takeOrder(order.state, signed(), T0 + 3 * DAY, 'poll');
  order.state.looks.taken = order.state.looks.wanted;
  takeConfirm(
    order.state,
    result<ConfirmResult>({ kind: 'not-ready', order: signed(), why: 'odd' }),
    T0 + 3 * DAY,
  );
  expect(order.step(T0 + 3 * DAY)).toMatchObject({ park: { reason: 'RECEIPT_REFUSED' } });
});
