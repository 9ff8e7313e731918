import { endingsOf } from './endings.ts';
import type { Order } from './order.ts';
import type { Refund, RefundDeed, RefundMove, ReturnParcel } from './refund.ts';
import { payBack } from './refund-money.ts';
import { shipping, withoutShipping } from './refund-shipping.ts';
import { closeRefunds, movedRefund, nextRefundId, refundOf } from './refund-state.ts';
import type { Rules } from './rules.ts';
import type { Change } from './transitions.ts';

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
  return movedRefund({ ...order, plan }, refund, BUYER_APPLIES, at);
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
  return movedRefund(order, again, { action: 'BUYER_MODIFY_REFUND_PROTOCOL', operator: 'buyer' }, at);
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
  return movedRefund(order, sent, { action: 'BUYER_SEND_GOODS', operator: 'buyer' }, at);
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
      return movedRefund(order, refused, { action: 'SELLER_REJECT_REFUND', operator: 'seller' }, at);
    }
    case 'close':
      return closeOne(order, refund, { action: 'CRM_APPLY_TIMEOUT_CLOSE', operator: 'system' }, at, rules);
  }
}

function agreeToReturn(order: Order, refund: Refund, at: number): Change {
  const agreed: Refund = { ...refund, status: 'waitbuyersend', next: null };
  return movedRefund(order, agreed, { action: 'SELLER_AGREE_REFUND_PROCOTOL', operator: 'seller' }, at);
}

function closeOne(order: Order, refund: Refund, deed: RefundDeed, at: number, rules: Rules): Change {
  const { order: closed, happened } = closeRefunds(order, (each) => each.id === refund.id, deed, at);
  return { order: shipping(closed, refund.held, at, rules), happened };
}

function answerOfSeller(order: Order, at: number, rules: Rules): Refund['next'] {
  const endings = endingsOf(order.sellerOpenId);
  if (endings.has('refundstall')) return null;
  return { at: at + rules.milliseconds.refundAgree, to: endings.has('refundrefuse') ? 'refuse' : 'agree' };
}
