import type { OperationName, RequestOf } from '../pandapon/index.ts';
import type { Ledger } from './ledger.ts';
import type { Marketplace } from './marketplace.ts';
import type { Market, Order } from './order.ts';
import type { Settings } from './settings.ts';
import type { Stores } from './stores.ts';

/** How an operation answers a call that was let in. */
export type Reply =
  | { kind: 'done'; data: unknown }
  /** Done as far as the envelope goes; `data` itself says no. */
  | { kind: 'declined'; data: unknown }
  /** The envelope's own no. */
  | { kind: 'refused'; code: number; msg: string }
  /** Carried out, and the connection breaks before the answer. */
  | { kind: 'lost' };

/** One call of an operation, its request read. */
export interface Call<Name extends OperationName> {
  request: RequestOf<Name>;
  userId: string;
  requestId: string;
  /** How the caller reached us: links begin with it. */
  origin: string;
  marketplace: Marketplace;
  stores: Stores;
  ledger: Ledger;
  settings: Settings;
  /** A payment whose answer says no: `lies` though it debits, `false` and it does not. */
  payment: 'lies' | 'false' | null;
}

/** What the sandbox does for an operation. It runs to its end at once, so calls never overlap. */
export type Behaviour<Name extends OperationName> = (call: Call<Name>) => Reply;

export const done = (data: unknown): Reply => ({ kind: 'done', data });
export const refused = (code: number, msg: string): Reply => ({ kind: 'refused', code, msg });

/** Business refusals by what they say (docs/guides/sandbox.md, "Codes"). */
export const CODES = {
  INVALID_PARAM: 4000,
  CLOSE_ORDER_TOO_FAST: 4001,
  ORDER_ALREADY_PAID: 4002,
  ALREADY_RECEIVED: 4003,
  ORDER_CLOSED: 4004,
  NOT_SHIPPED: 4005,
  PAY_REFUSED: 4006,
  RECEIPT_REFUSED: 4007,
  CANCEL_REFUSED: 4008,
  SANDBOX_REFUSAL: 4009,
  NOT_PAID: 4010,
  REFUND_OPEN: 4011,
  REFUND_AMOUNT: 4012,
  REFUND_WRONG_STAGE: 4013,
  OUT_OF_STOCK: 4014,
  NOT_FOR_SALE: 4015,
  OVER_PURCHASE_AMOUNT: 4016,
} as const;

export const refusedAs = (text: keyof typeof CODES): Reply => refused(CODES[text], text);
/** What links begin with: `publicUrl`, or how the caller reached us. */
export const here = ({ origin, settings }: Pick<Call<OperationName>, 'origin' | 'settings'>): string =>
  settings.publicUrl?.replace(/\/+$/, '') ?? origin;

export const NOT_FOUND: Reply = refused(404, 'ORDER_NOT_FOUND');

/** A 1688 order as its owner sees it; undefined when there is none, or it is somebody else's. */
export function ownOrder(call: Whose, orderId: string): Order | undefined {
  return ownOf(call, call.marketplace.order(orderId), '1688');
}

type Whose = Pick<Call<OperationName>, 'marketplace' | 'userId'>;

/** The order, if it is the caller's and of that platform. */
export const ownOf = ({ userId }: Whose, order: Order | undefined, platform: Market): Order | undefined =>
  order?.userId === userId && order.platform === platform ? order : undefined;
