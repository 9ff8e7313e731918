import { z } from 'zod';
import type { Marketplace } from './marketplace.ts';
import {
  isClosed,
  isItemSettled,
  isOver,
  type Order,
  type PlannedStep,
  type Share,
  TRACE_STATUSES,
} from './order.ts';
import type { Refund, RefundMove, RefundStatus } from './refund.ts';
import { refundOf } from './refund-state.ts';
import { moveRefund } from './refunds.ts';
import { openRefund, refund } from './refunds-by-hand.ts';
import type { Rules } from './rules.ts';
import { remainder } from './seller.ts';
import { type Change, close, raise, receive, ship, showStatus, trace } from './transitions.ts';

/** What can be done to one order by hand, with the body of each. */
export const HAND_ACTIONS = {
  /** A person pays. */
  pay: z.strictObject({}),
  /** The seller ships the named items, or all that is left. */
  ship: z.strictObject({ subItemIds: z.array(z.string()).optional() }),
  /** The carrier writes a step of a parcel (numbered from 0). */
  trace: z.strictObject({ parcel: z.int().min(0).default(0), status: z.enum(TRACE_STATUSES) }),
  /** A parcel, or every one, is signed for. */
  sign: z.strictObject({ parcel: z.int().min(0).optional() }),
  /** The platform confirms the receipt of the named items, or of all, by itself. */
  confirm: z.strictObject({ subItemIds: z.array(z.string()).optional() }),
  close: z.strictObject({ by: z.enum(['buyer', 'seller', 'platform']).default('seller') }),
  /** The price goes up (or down) by so many fen; without: by a tenth. */
  raise: z.strictObject({ byFen: z.int().optional() }),
  /** Money comes back for the named items, or all: `fen`, or all they cost. */
  refund: z.strictObject({
    subItemIds: z.array(z.string()).optional(),
    fen: z.int().min(1).optional(),
  }),
  /** A refund is applied for. */
  'open-refund': z.strictObject({ subItemIds: z.array(z.string()).optional() }),
  /** It shows this status word. */
  status: z.strictObject({ status: z.string().min(1) }),
} as const;

export type HandAction = keyof typeof HAND_ACTIONS;
export type HandBody<Action extends HandAction> = z.input<(typeof HAND_ACTIONS)[Action]>;

export const isHandAction = (text: string): text is HandAction => Object.hasOwn(HAND_ACTIONS, text);

/** What was wanted does not fit the order's state. */
export class NotPossibleError extends Error {
  override name = 'NotPossibleError';
}

/**
 * Does one thing to one order, now.
 * @throws NotPossibleError when the order's state does not allow it, z.ZodError when the body does not fit.
 */
export function byHand(marketplace: Marketplace, id: string, action: HandAction, body: unknown): Order {
  marketplace.catchUp();
  if (action === 'pay') {
    HAND_ACTIONS.pay.parse(body);
    const order = marketplace.order(id);
    if (order && isClosed(order)) throw new NotPossibleError(`order ${id} is closed: it can't be paid`);
    return marketplace.pay(id, { by: 'hand', requestId: null });
  }
  return marketplace.change(id, (order, at, rules) => transition(order, action, body, at, rules));
}

function transition(
  order: Order,
  action: Exclude<HandAction, 'pay'>,
  body: unknown,
  at: number,
  rules: Rules,
): Change {
  switch (action) {
    case 'ship':
      return shipByHand(order, HAND_ACTIONS.ship.parse(body).subItemIds, at, rules);
    case 'trace': {
      const { parcel, status } = HAND_ACTIONS.trace.parse(body);
      return traceByHand(order, [parcel], status, at, rules);
    }
    case 'sign': {
      const { parcel } = HAND_ACTIONS.sign.parse(body);
      const unsigned = order.parcels.flatMap((each, n) => (each.signedAt === null ? [n] : []));
      return traceByHand(order, parcel === undefined ? unsigned : [parcel], 'SIGN', at, rules);
    }
    case 'confirm':
      return receive(order, itemsOr(order, HAND_ACTIONS.confirm.parse(body).subItemIds), at, rules);
    case 'close':
      if (isOver(order)) throw new NotPossibleError(`order ${order.id} is over already`);
      return close(order, HAND_ACTIONS.close.parse(body).by, at, rules);
    case 'raise':
      if (order.paidAt !== null) throw new NotPossibleError(`order ${order.id} is paid: its price is fixed`);
      return raise(order, at, HAND_ACTIONS.raise.parse(body).byFen ?? null);
    case 'refund': {
      const { subItemIds, fen } = HAND_ACTIONS.refund.parse(body);
      if (order.paidAt === null) throw new NotPossibleError(`order ${order.id} is not paid`);
      return refund(order, itemsOr(order, subItemIds), fen ?? null, at, rules);
    }
    case 'open-refund':
      return openRefund(order, itemsOr(order, HAND_ACTIONS['open-refund'].parse(body).subItemIds), at, rules);
    case 'status':
      return showStatus(order, HAND_ACTIONS.status.parse(body).status, at);
  }
}

/** What a seller can do with a refund by hand, and in which states of it. */
export const REFUND_MOVES: Readonly<Record<RefundMove, readonly RefundStatus[]>> = {
  agree: ['waitselleragree', 'waitbuyermodify'],
  refuse: ['waitselleragree'],
  /** The goods are back, and so is the money. */
  receive: ['waitsellerreceive'],
  close: ['waitselleragree', 'waitbuyermodify', 'waitbuyersend', 'waitsellerreceive'],
};

export const isRefundMove = (text: string): text is RefundMove => Object.hasOwn(REFUND_MOVES, text);

/**
 * Moves a refund, now.
 * @throws NotPossibleError when there is none, or its state does not allow it.
 */
export function moveRefundByHand(marketplace: Marketplace, refundId: string, to: RefundMove): Refund {
  marketplace.catchUp();
  const order = marketplace.orderOfRefund(refundId);
  const refund = order && refundOf(order, refundId);
  if (!order || !refund) throw new NotPossibleError(`there is no refund ${refundId}`);
  if (!REFUND_MOVES[to].includes(refund.status)) {
    throw new NotPossibleError(`refund ${refundId} is ${refund.status}: it can't be moved by ${to}`);
  }
  const after = marketplace.change(order.id, (before, at, rules) =>
    moveRefund(before, refundId, to, at, rules),
  );
  return refundOf(after, refundId) ?? refund;
}

/** What is shipped by hand is not shipped once more by the plan. */
function shipByHand(order: Order, subItemIds: string[] | undefined, at: number, rules: Rules): Change {
  if (order.paidAt === null || isOver(order)) {
    throw new NotPossibleError(`order ${order.id} is ${order.status}: it can't be shipped`);
  }
  const shares = remainder(order).filter((share) => !subItemIds || subItemIds.includes(share.subItemId));
  if (shares.length === 0) throw new NotPossibleError(`order ${order.id} has nothing left to ship`);
  const still = (planned: Share[]): Share[] =>
    planned.filter((share) => !shares.some((sent) => sent.subItemId === share.subItemId));
  const plan = order.plan.flatMap((step): PlannedStep[] => {
    if (step.do !== 'ship') return [step];
    const left = still(step.shares);
    return left.length > 0 ? [{ ...step, shares: left }] : [];
  });
  return ship({ ...order, plan }, shares, at, rules);
}

function traceByHand(
  order: Order,
  parcels: readonly number[],
  status: (typeof TRACE_STATUSES)[number],
  at: number,
  rules: Rules,
): Change {
  if (parcels.length === 0) throw new NotPossibleError(`order ${order.id} has no parcel that waits for it`);
  let change: Change = { order, happened: [] };
  for (const n of parcels) {
    if (!order.parcels[n]) throw new NotPossibleError(`order ${order.id} has no parcel ${n}`);
    // The carrier has spoken by hand: what was planned for this parcel is not written any more.
    const plan = change.order.plan.filter((step) => step.do !== 'trace' || step.parcel !== n);
    const next = trace({ ...change.order, plan }, n, status, at, rules);
    change = { order: next.order, happened: [...change.happened, ...next.happened] };
  }
  return change;
}

const itemsOr = (order: Order, subItemIds: string[] | undefined): string[] =>
  subItemIds ?? order.items.filter((item) => !isItemSettled(item)).map((item) => item.subItemId);
