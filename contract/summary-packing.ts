import type { LineView, OrderMoney, OrderSummary, ParcelView } from './view.ts';
import { without } from './without.ts';

/** The part of closing views that purchases and orders share: an order that has ended, and its lines. */

export const BLANK_LINE: LineView = {
  line: -1,
  specId: '',
  quantity: 1,
  sellerOpenId: null,
  orderId: null,
  subItemId: null,
  amountFen: null,
  status: null,
  shipped: false,
  refundedFen: 0,
  refused: null,
  dropped: false,
};

const BLANK_MONEY: OrderMoney = {
  goodsFen: 0,
  freightFen: 0,
  discountFen: 0,
  dueFen: 0,
  paidFen: 0,
  refundedFen: 0,
  paidAt: null,
  paymentId: null,
};

const BLANK_PARCEL_VIEW: ParcelView = {
  billNo: '',
  company: null,
  status: null,
  lines: [],
  shippedAt: null,
  signedAt: null,
  last: null,
};

export const BLANK_SUMMARY: OrderSummary = {
  orderId: '',
  sellerOpenId: null,
  stage: 'completed',
  status: '',
  paid: true,
  stuck: null,
  held: null,
  totalFen: 0,
  money: BLANK_MONEY,
  parcels: [],
  tracking: null,
  refunds: [],
  dueAt: null,
  note: null,
};

/** An ended order as histories hold it. */
export type PackedSummary = Partial<Omit<OrderSummary, 'money' | 'parcels' | 'tracking'>> & {
  money?: Partial<OrderMoney>;
  parcels?: Partial<ParcelView>[];
};

/** What was due and paid: the sum of the parts, paid whole. */
const usualMoney = (money: Partial<OrderMoney>): OrderMoney => {
  const { goodsFen = 0, freightFen = 0, discountFen = 0 } = money;
  const { dueFen = goodsFen + freightFen - discountFen } = money;
  return { ...BLANK_MONEY, dueFen: goodsFen + freightFen - discountFen, paidFen: dueFen };
};

/** The total stands in the money, and an ended order's status word in its lines. */
export function packSummary<T extends OrderSummary>(summary: T, blank: Partial<T>): PackedSummary {
  const { money, parcels, tracking, ...rest } = summary;
  return {
    ...without(rest, { ...blank, totalFen: money.dueFen }),
    money: without(money, usualMoney(money)),
    parcels: parcels.map((parcel) =>
      without(parcel, { ...BLANK_PARCEL_VIEW, signedAt: parcel.last?.at ?? null }),
    ),
  };
}

/** Reads an ended order. */
export function unpackSummary(packed: PackedSummary): OrderSummary {
  const money = { ...usualMoney(packed.money ?? {}), ...packed.money };
  const parcels = (packed.parcels ?? []).map((parcel) => ({
    ...BLANK_PARCEL_VIEW,
    signedAt: parcel.last?.at ?? null,
    ...parcel,
  }));
  const last = parcels.at(-1);
  return {
    ...BLANK_SUMMARY,
    totalFen: money.dueFen,
    ...packed,
    money,
    parcels,
    tracking: last === undefined ? null : { billNo: last.billNo, company: last.company, last: last.last },
  };
}

/** A line says only what its order does not say for it; a sole one has the order's id and costs what its goods cost. */
export const usualLine = (order: OrderSummary, lines: number): LineView => ({
  ...BLANK_LINE,
  sellerOpenId: order.sellerOpenId,
  orderId: order.orderId,
  status: order.status,
  shipped: true,
  ...(lines === 1 ? { subItemId: order.orderId, amountFen: order.money.goodsFen } : {}),
});
