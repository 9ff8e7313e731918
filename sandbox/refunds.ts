import { endingsOf } from './endings.ts';
import { type Item, isItemRefunded, isOver, type Order, type PlannedStep, type Share } from './order.ts';
import { isRefundOver, type Refund, type RefundDeed, type RefundMove, type ReturnParcel } from './refund.ts';
import { closeRefunds, nextRefundId, refundHappening, refundOf, withRefund } from './refund-state.ts';
import type { Rules } from './rules.ts';
import { remainder } from './seller.ts';
import { allSigned, type Change, close, settle } from './transitions.ts';

/** What a buyer applies for. */
export interface Application {
  subItemIds: string[];
  returns: boolean;
  goodsStatus: string;
  goodsFen: number;
  freightFen: number;
  reasonId: string;
  description: string | null;
  vouchers: string[];
}

const BUYER_APPLIES: RefundDeed = { action: 'BUYER_APPLY_REFUND', operator: 'buyer' };

/** A refund is applied for; what was about to be shipped of it waits. */
export function applyForRefund(order: Order, wanted: Application, at: number, rules: Rules): Change {
  const { plan, held } = withoutShipping(order.plan, wanted.subItemIds);
  const refund: Refund = {
    ...wanted,
    id: nextRefundId(order),
    status: 'waitselleragree',
    paidGoodsFen: 0,
    paidFreightFen: 0,
    appliedAt: at,
    modifiedAt: at,
    afterSales: order.completedAt !== null,
    refusal: null,
    parcel: null,
    messages: [],
    held,
    next: answerOfSeller(order, at, rules),
  };
  return told({ ...order, plan }, refund, BUYER_APPLIES, at);
}

/** The buyer asks for something else, and the seller is asked again. */
export function modifyRefund(
  order: Order,
  refund: Refund,
  wanted: Omit<Application, 'subItemIds'>,
  at: number,
  rules: Rules,
): Change {
  const asked: Refund = { ...refund, ...wanted, status: 'waitselleragree', refusal: null };
  const again = { ...asked, next: answerOfSeller(order, at, rules) };
  return told(order, again, { action: 'BUYER_MODIFY_REFUND_PROTOCOL', operator: 'buyer' }, at);
}

/** The goods are on their way back. */
export function sendBack(
  order: Order,
  refund: Refund,
  parcel: ReturnParcel,
  at: number,
  rules: Rules,
): Change {
  const stalls = endingsOf(order.sellerOpenId).has('refundstall');
  const sent: Refund = {
    ...refund,
    parcel,
    status: 'waitsellerreceive',
    next: stalls ? null : { at: at + rules.milliseconds.refundReceive, to: 'receive' },
  };
  return told(order, sent, { action: 'BUYER_SEND_GOODS', operator: 'buyer' }, at);
}

/** The buyer takes it back: what waited is shipped after all. */
export function withdrawRefund(order: Order, refund: Refund, at: number, rules: Rules): Change {
  return closeOne(order, refund, { action: 'BUYER_CANCEL_REFUND_CLOSE', operator: 'buyer' }, at, rules);
}

/** The seller, or the platform, moves a refund; one that is over stays as it is. */
export function moveRefund(order: Order, refundId: string, to: RefundMove, at: number, rules: Rules): Change {
  const refund = refundOf(order, refundId);
  if (!refund) return { order, happened: [] };
  switch (to) {
    case 'agree':
      return refund.returns
        ? agreeToReturn(order, refund, at)
        : payBack(order, refund, 'SELLER_AGREE_REFUND', at, rules);
    case 'receive':
      return payBack(order, refund, 'SELLER_RECEIVE_GOODS', at, rules);
    case 'refuse': {
      const refused: Refund = { ...refund, status: 'waitbuyermodify', refusal: '卖家不同意', next: null };
      return told(order, refused, { action: 'SELLER_REJECT_REFUND', operator: 'seller' }, at);
    }
    case 'close':
      return closeOne(order, refund, { action: 'CRM_APPLY_TIMEOUT_CLOSE', operator: 'system' }, at, rules);
  }
}

/**
 * Pays back `fen` of the named items at once, or (null) all they cost: nobody applied for it. The freight comes back
 * with the last item.
 */
export function refund(
  order: Order,
  subItemIds: readonly string[],
  fen: number | null,
  at: number,
  rules: Rules,
): Change {
  const all = due(order, subItemIds);
  const goodsFen = Math.min(fen ?? Number.POSITIVE_INFINITY, all);
  const others = order.items.filter((item) => !subItemIds.includes(item.subItemId));
  const whole = goodsFen === all && others.every(isItemRefunded);
  const wanted: Application = {
    subItemIds: [...subItemIds],
    returns: false,
    goodsStatus: '',
    goodsFen,
    freightFen: whole ? order.freightFen - order.refundedFreightFen : 0,
    reasonId: '20007',
    description: null,
    vouchers: [],
  };
  const open = order.refunds.find((each) => !isRefundOver(each) && sameItems(each, wanted));
  if (open) return payBack(order, { ...open, ...wanted }, 'SELLER_AGREE_REFUND', at, rules);
  const applied = applyForRefund(order, wanted, at, rules).order;
  const made = applied.refunds.at(-1);
  return made ? payBack(applied, made, 'SELLER_AGREE_REFUND', at, rules) : { order, happened: [] };
}

const sameItems = (refund: Pick<Refund, 'subItemIds'>, wanted: Pick<Application, 'subItemIds'>): boolean =>
  wanted.subItemIds.every((id) => refund.subItemIds.includes(id));

/** A refund that nobody answers by itself, for all these items cost. */
export function openRefund(order: Order, subItemIds: readonly string[], at: number, rules: Rules): Change {
  const wanted: Application = {
    subItemIds: [...subItemIds],
    returns: false,
    goodsStatus: '',
    goodsFen: due(order, subItemIds),
    freightFen: 0,
    reasonId: '20006',
    description: null,
    vouchers: [],
  };
  const { order: after, happened } = applyForRefund(order, wanted, at, rules);
  const refunds = after.refunds.map((each, n) =>
    n === order.refunds.length ? { ...each, next: null } : each,
  );
  return { order: { ...after, refunds }, happened };
}

/** What could still be paid back for the goods of these items. */
export const due = (order: Order, subItemIds: readonly string[]): number =>
  order.items
    .filter((item) => subItemIds.includes(item.subItemId))
    .reduce((sum, item) => sum + item.amountFen - item.refundedFen, 0);

function agreeToReturn(order: Order, refund: Refund, at: number): Change {
  const agreed: Refund = { ...refund, status: 'waitbuyersend', next: null };
  return told(order, agreed, { action: 'SELLER_AGREE_REFUND_PROCOTOL', operator: 'seller' }, at);
}

/**
 * The money comes back, line by line. An open order of which nothing is left is then closed by the seller, as the
 * platform does it.
 */
function payBack(
  order: Order,
  refund: Refund,
  action: RefundDeed['action'],
  at: number,
  rules: Rules,
): Change {
  let left = refund.goodsFen;
  const items = order.items.map((item): Item => {
    if (!refund.subItemIds.includes(item.subItemId)) return item;
    const back = Math.min(left, item.amountFen - item.refundedFen);
    left -= back;
    return { ...item, refundedFen: item.refundedFen + back };
  });
  const freight = Math.min(refund.freightFen, order.freightFen - order.refundedFreightFen);
  const paid: Refund = {
    ...refund,
    status: 'refundsuccess',
    paidGoodsFen: refund.goodsFen - left,
    paidFreightFen: freight,
    next: null,
    held: [],
  };
  const back: Order = { ...order, items, refundedFreightFen: order.refundedFreightFen + freight };
  const change = told(back, paid, { action, operator: 'seller' }, at);
  const after = afterPayingBack(change.order, refund.held, at, rules);
  return { order: after.order, happened: [...change.happened, ...after.happened] };
}

function afterPayingBack(order: Order, held: readonly Share[], at: number, rules: Rules): Change {
  if (isOver(order)) return { order, happened: [] };
  if (order.items.every(isItemRefunded)) {
    const { order: closed, happened } = close(order, 'seller', at, rules);
    const settled = { ...closed, plan: [] };
    return { order: settled, happened: happened.map((each) => ({ ...each, order: settled })) };
  }
  return settle(shippedByNow(shipping(order, held, at, rules), at, rules), at, rules);
}

/** Where only refunded lines were left to be shipped, all is shipped now. */
function shippedByNow(order: Order, at: number, rules: Rules): Order {
  const left = remainder(order).filter(({ subItemId }) =>
    order.items.some((item) => item.subItemId === subItemId && !isItemRefunded(item)),
  );
  if (order.status !== 'waitsellersend' || order.parcels.length === 0 || left.length > 0) return order;
  const shipped: Order = { ...order, allShippedAt: at, status: 'waitbuyerreceive' };
  return order.parcels.every((parcel) => parcel.signedAt !== null) ? allSigned(shipped, at, rules) : shipped;
}

function closeOne(order: Order, refund: Refund, deed: RefundDeed, at: number, rules: Rules): Change {
  const { order: closed, happened } = closeRefunds(order, (each) => each.id === refund.id, deed, at);
  return { order: shipping(closed, refund.held, at, rules), happened };
}

/** Puts back into the plan what waited for a refund and is still to be shipped. */
function shipping(order: Order, held: readonly Share[], at: number, rules: Rules): Order {
  if (isOver(order)) return order;
  const wanted = held.filter(({ subItemId }) =>
    order.items.some(
      (item) => item.subItemId === subItemId && item.shippedQuantity < item.quantity && !isItemRefunded(item),
    ),
  );
  if (wanted.length === 0) return order;
  return {
    ...order,
    plan: [...order.plan, { at: at + rules.milliseconds.ship, do: 'ship', shares: wanted }],
  };
}

/** The plan without the shipping of these items, and what was taken out of it. */
function withoutShipping(plan: readonly PlannedStep[], subItemIds: readonly string[]) {
  const isOf = (share: Share): boolean => subItemIds.includes(share.subItemId);
  const held = plan.flatMap((step) => (step.do === 'ship' ? step.shares.filter(isOf) : []));
  const kept = plan.flatMap((step): PlannedStep[] => {
    if (step.do !== 'ship') return [step];
    const shares = step.shares.filter((share) => !isOf(share));
    return shares.length > 0 ? [{ ...step, shares }] : [];
  });
  return { plan: kept, held };
}

function answerOfSeller(order: Order, at: number, rules: Rules): Refund['next'] {
  const endings = endingsOf(order.sellerOpenId);
  if (endings.has('refundstall')) return null;
  return { at: at + rules.milliseconds.refundAgree, to: endings.has('refundrefuse') ? 'refuse' : 'agree' };
}

function told(order: Order, refund: Refund, deed: RefundDeed, at: number): Change {
  const after = withRefund(order, refund, at);
  return { order: after, happened: [refundHappening(after, refund, deed, at)] };
}
