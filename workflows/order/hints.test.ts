import { expect, test } from 'vitest';
import { type OrderEvent, type OrderObservation, packObservation } from '../../contract/index.ts';
import { isLookWanted, takeHint, takeLookOut } from './hints.ts';
import { freshState, type OrderState } from './state.ts';

const unpaid: OrderObservation = {
  orderId: '2540608320348880794',
  sellerOpenId: 'seller',
  status: 'waitbuyerpay',
  createdAt: '2026-01-01T00:00:00.000Z',
  modifiedAt: '2026-01-01T00:00:00.000Z',
  paidAt: null,
  allShippedAt: null,
  completedAt: null,
  payTimeoutSeconds: null,
  closedBy: null,
  goodsFen: 1900,
  freightFen: 400,
  discountFen: 0,
  dueFen: 2300,
  refundedFen: 0,
  refundStatus: null,
  allRefunded: false,
  paymentId: null,
  items: [],
  parcels: null,
};

function stateAt(status: string): OrderState {
  const input = {
    v: 1 as const,
    purchaseId: 'po-1',
    platform: '1688' as const,
    userId: '1700000000000',
    policy: {},
    order: packObservation({ ...unpaid, status }),
    lines: [],
    ceilingFen: 2300,
  };
  const state = freshState(input, 0);
  takeLookOut(state);
  return state;
}

const hint = (type: string): OrderEvent => ({ type, by: 'callback' });
const PAID = hint('ORDER_BUYER_VIEW_ORDER_PAY');
const SHIPPED = hint('ORDER_BUYER_VIEW_ANNOUNCE_SENDGOODS');

test('a claim of what was read already wants no look', () => {
  const state = stateAt('waitsellersend');
  expect(takeHint(state, PAID)).toBe(false);
  expect(isLookWanted(state)).toBe(false);
});

test('a claim that an effect has read meanwhile wants no look any more', () => {
  const state = stateAt('waitbuyerpay');
  expect(takeHint(state, PAID)).toBe(true);
  expect(isLookWanted(state)).toBe(true);
  state.order = { ...state.order, status: 'waitsellersend' };
  expect(isLookWanted(state)).toBe(false);
});

test('of two claims the further one counts, in whatever order they come', () => {
  for (const hints of [
    [PAID, SHIPPED],
    [SHIPPED, PAID],
  ]) {
    const state = stateAt('waitbuyerpay');
    for (const one of hints) takeHint(state, one);
    state.order = { ...state.order, status: 'waitsellersend' };
    expect(isLookWanted(state)).toBe(true);
  }
});

test('hints before a look are answered by it, whatever it reads', () => {
  const state = stateAt('waitbuyerpay');
  takeHint(state, SHIPPED);
  takeHint(state, hint('ORDER_STATUS_MODIFY'));
  takeLookOut(state);
  expect(isLookWanted(state)).toBe(false);
});

test('hints that come while a look is out cause one more, however many they are', () => {
  const state = stateAt('waitsellersend');
  takeLookOut(state);
  for (let n = 0; n < 3; n += 1) takeHint(state, hint('LOGISTICS_BUYER_VIEW_TRACE'));
  expect(isLookWanted(state)).toBe(true);
  takeLookOut(state);
  expect(isLookWanted(state)).toBe(false);
});

test('a status nobody knows is looked at for every claim', () => {
  const state = stateAt('waitforthemoon');
  expect(takeHint(state, PAID)).toBe(true);
  expect(isLookWanted(state)).toBe(true);
});
