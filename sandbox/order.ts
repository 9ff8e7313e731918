import type { Refund, RefundMove } from './refund.ts';

/** An order as the sandbox keeps it: fen, milliseconds, ids as text. `order-object.ts` makes the wire's shape of it. */

export type CloseOperator = 'buyer' | 'seller' | 'platform';

/** 1 not shipped, 2 shipped, 3 received, 5 partly shipped (docs/reference/platform.md, "Item logistics"). */
export type LogisticsStatus = 1 | 2 | 3 | 5;

export interface Item {
  subItemId: string;
  offerMapId: string;
  specId: string;
  quantity: number;
  /** The price when it was ordered. */
  unitFen: number;
  /** What is due for the line; the seller may change it. */
  amountFen: number;
  shippedQuantity: number;
  received: boolean;
  refundedFen: number;
  /** The platform's word at item level, upper case; null: no refund. */
  refundStatus: string | null;
  refundId: string | null;
}

export const TRACE_STATUSES = ['WAITACCEPT', 'ACCEPT', 'TRANSPORT', 'DELIVERING', 'SIGN', 'FAILED'] as const;
export type TraceStatus = (typeof TRACE_STATUSES)[number];

export interface Parcel {
  logisticsId: string;
  billNo: string;
  companyName: string;
  companyNo: string;
  subItemIds: string[];
  shippedAt: number;
  signedAt: number | null;
  steps: { at: number; status: TraceStatus; remark: string }[];
}

/** How much of an item goes into a parcel. */
export interface Share {
  subItemId: string;
  quantity: number;
}

/** What will happen to an order by itself, and when. The plan is stored with it: a restart goes on where it was. */
export type PlannedStep = { at: number } & (
  | { do: 'raise' }
  | { do: 'pay-timeout' }
  | { do: 'ship'; shares: Share[] }
  | { do: 'trace'; parcel: number; status: TraceStatus }
  | { do: 'close'; by: CloseOperator }
  | { do: 'refund' }
  | { do: 'move-refund'; refundId: string; to: RefundMove }
  | { do: 'status'; status: string }
  | { do: 'auto-confirm' }
  | { do: 'succeed' }
);

export interface Receiver {
  fullName: string | null;
  mobile: string | null;
  phone: string | null;
  postCode: string | null;
  provinceText: string | null;
  cityText: string | null;
  areaText: string | null;
  townText: string | null;
  address: string | null;
  districtCode: string | null;
}

export interface Payment {
  at: number;
  fen: number;
}

/** Where a buyer bought it: both marketplaces have one machine, and show it in their own words. */
export type Market = '1688' | 'taobao';

export interface Order {
  id: string;
  platform: Market;
  userId: string;
  /** The merchant; its end decides how it behaves. */
  sellerOpenId: string | null;
  /** The word of 1688; Taobao's is made of it. */
  status: string;
  createdAt: number;
  modifiedAt: number;
  paidAt: number | null;
  allShippedAt: number | null;
  receivedAt: number | null;
  completedAt: number | null;
  payTimeoutSeconds: number;
  closed: { by: CloseOperator; operateType: string; reason: string; remark: string | null } | null;
  items: Item[];
  freightFen: number;
  refundedFreightFen: number;
  parcels: Parcel[];
  payments: Payment[];
  refunds: Refund[];
  /** The platform's word for the refund that moved last, lower case; null: no refund. */
  refundStatus: string | null;
  receiver: Receiver;
  /** Where a Taobao order goes first. */
  warehouse: { name: string; address: string } | null;
  /** What the create call said of it: `message` on 1688, `sellerOrderNumber` on Taobao. It comes back. */
  remark: string | null;
  /** How often this order's merchant has refused each effect so far. */
  refusals: { pay: number; receipt: number; cancel: number };
  plan: PlannedStep[];
}

/** What is due for the goods, after price changes. */
export const goodsFen = (order: Order): number => sum(order.items.map((item) => item.amountFen));
/** What is due in all. */
export const totalFen = (order: Order): number => goodsFen(order) + order.freightFen;
/** How far the seller has moved the price: above 0 it went up. */
export const priceChangeFen = (order: Order): number =>
  sum(order.items.map((item) => item.amountFen - Math.round(item.unitFen * item.quantity)));
/** What came back to the buyer, freight included. */
export const refundedFen = (order: Order): number =>
  sum(order.items.map((item) => item.refundedFen)) + order.refundedFreightFen;
export const isClosed = (order: Order): boolean => order.closed !== null;
/** Cancelled, terminated or done: nothing more can be done to it. */
export const isOver = (order: Order): boolean => isClosed(order) || order.completedAt !== null;

export function logisticsStatusOf(item: Item): LogisticsStatus {
  if (item.received) return 3;
  if (item.shippedQuantity === 0) return 1;
  return item.shippedQuantity < item.quantity ? 5 : 2;
}

/** Nothing is left of it to be received: it came, or its whole price was paid back. */
export const isItemSettled = (item: Item): boolean => item.received || isItemRefunded(item);
export const isItemRefunded = (item: Item): boolean =>
  item.refundStatus === 'REFUND_SUCCESS' && item.refundedFen >= item.amountFen;

export const sum = (numbers: number[]): number => numbers.reduce((total, each) => total + each, 0);
