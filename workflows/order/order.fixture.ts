import {
  type ItemObservation,
  type OrderObservation,
  type ParcelObservation,
  type Policy,
  packObservation,
  policyOf,
} from '../../contract/index.ts';
import { nextStep, type OrderStep } from './decide.ts';
import { freshState, type OrderInput, type OrderState } from './state.ts';

/** An order for tests of what its run decides: one item, unpaid, of 23.00. */

export const T0 = Date.parse('2026-01-01T00:00:00.000Z');
export const SECOND = 1000;
export const DAY = 86_400_000;
export const ORDER_ID = '2540608320348880794';

export const at = (ms: number): string => new Date(ms).toISOString();

export const item = (more: Partial<ItemObservation> = {}): ItemObservation => ({
  subItemId: '1',
  specId: 'spec-a',
  quantity: 1,
  amountFen: 1900,
  status: 'waitbuyerpay',
  logisticsStatus: null,
  refundStatus: null,
  refundId: null,
  refundedFen: 0,
  ...more,
});

export const parcel = (more: Partial<ParcelObservation> = {}): ParcelObservation => ({
  billNo: 'YT1',
  company: 'YTO',
  status: 'TRANSPORT',
  subItemIds: null,
  shippedAt: at(T0 + DAY),
  signedAt: null,
  last: { at: at(T0 + DAY), remark: 'on its way' },
  ...more,
});

/** An unpaid order, with whatever else is said of it. */
export const reading = (more: Partial<OrderObservation> = {}): OrderObservation => ({
  orderId: ORDER_ID,
  sellerOpenId: 'seller-a',
  status: 'waitbuyerpay',
  createdAt: at(T0),
  modifiedAt: at(T0),
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
  items: [item()],
  parcels: null,
  ...more,
});

export const paid = (more: Partial<OrderObservation> = {}): OrderObservation =>
  reading({ status: 'waitsellersend', paidAt: at(T0), modifiedAt: at(T0 + SECOND), ...more });

export const shipped = (more: Partial<OrderObservation> = {}): OrderObservation =>
  paid({
    status: 'waitbuyerreceive',
    allShippedAt: at(T0 + DAY),
    modifiedAt: at(T0 + DAY),
    parcels: [parcel()],
    ...more,
  });

export const signed = (more: Partial<OrderObservation> = {}): OrderObservation =>
  shipped({
    modifiedAt: at(T0 + 2 * DAY),
    parcels: [parcel({ status: 'SIGN', signedAt: at(T0 + 2 * DAY) })],
    ...more,
  });

export const closed = (more: Partial<OrderObservation> = {}): OrderObservation =>
  reading({ status: 'cancel', closedBy: 'seller', modifiedAt: at(T0 + SECOND), ...more });

export const inputOf = (
  policy: Partial<Policy> = {},
  order: OrderObservation = reading(),
  more: Partial<OrderInput> = {},
): OrderInput => ({
  v: 1,
  purchaseId: 'po-1',
  platform: '1688',
  userId: '1700000000000',
  policy: { confirmAfterSignedSeconds: 0, ...policy },
  order: packObservation(order),
  lines: order.items.map(({ subItemId }, line) => ({ line, subItemId })),
  ceilingFen: 2300,
  ...more,
});

/** An order's run at `T0`, with what its tests ask of it. */
export interface Followed {
  input: OrderInput;
  policy: Policy;
  state: OrderState;
  step(now?: number): OrderStep;
}

export function follow(
  policy: Partial<Policy> = {},
  order: OrderObservation = reading(),
  more: Partial<OrderInput> = {},
): Followed {
  const input = inputOf(policy, order, more);
  return followed(input, freshState(input, T0));
}

function followed(input: OrderInput, state: OrderState): Followed {
  const policy = policyOf(input.policy);
  return { input, policy, state, step: (now = T0) => nextStep(state, policy, now) };
}

/** The run as it goes on as a new one: all it knows has gone through JSON. */
export const goneOnAsNew = ({ input, state }: Followed): Followed =>
  followed(input, JSON.parse(JSON.stringify(state)));
