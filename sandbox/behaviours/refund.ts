import { createHash } from 'node:crypto';
import type { OperationName, RequestOf } from '../../pandapon/index.ts';
import {
  type Behaviour,
  type Call,
  done,
  ownOf,
  ownOrder,
  type Reply,
  refused,
  refusedAs,
} from '../behaviour.ts';
import { type Item, isClosed, type Order } from '../order.ts';
import { CARRIERS_BACK, REFUND_REASONS, type Refund } from '../refund.ts';
import { due } from '../refund-money.ts';
import { refundDetail } from '../refund-object.ts';
import { openRefundOf, refundOf } from '../refund-state.ts';
import { sendBack } from '../refunds.ts';

export const NO_REFUND: Reply = refused(404, 'REFUND_NOT_FOUND');

/** Where the goods are, in the words of 1688. */
const GOODS_STATUSES = ['refundWaitSellerSend', 'refundWaitBuyerReceive', 'refundBuyerReceived'];

export const detail: Behaviour<'alibaba.refund.detail'> = (call) => {
  const found = ownRefund(call, call.request.refundId, '1688');
  return found ? done(refundDetail(found.order, found.refund)) : NO_REFUND;
};

/** A refund as its owner sees it. */
export function ownRefund(
  call: Call<OperationName>,
  refundId: string,
  platform: Order['platform'],
): { order: Order; refund: Refund } | undefined {
  const order = ownOf(call, call.marketplace.orderOfRefund(refundId), platform);
  const refund = order && refundOf(order, refundId);
  return order && refund ? { order, refund } : undefined;
}

/** The same for every order. */
export const reasons: Behaviour<'alibaba.refund.reasons'> = (call) => {
  const order = ownOrder(call, call.request.orderId);
  if (!order) return refused(404, 'ORDER_NOT_FOUND');
  return done(
    REFUND_REASONS.map(({ id, text, needVoucher, noFreight }) => ({
      id: Number(id),
      name: text,
      needVoucher,
      noRefundCarriage: noFreight,
      tip: null,
    })),
  );
};

/** Named by what is in it; the picture itself is not kept. */
export const uploadVoucher: Behaviour<'alibaba.refund.uploadVoucher'> = ({ request }) => {
  const name = createHash('sha256').update(request.imageBase64).digest('hex').slice(0, 32);
  return done({ imageDomain: 'https://img.example.com', imageRelativeUrl: `/voucher/${name}.png` });
};

/** Applies for a refund. Never idempotent, except that a line can't have two open refunds. */
export const create: Behaviour<'alibaba.refund.create'> = (call) => {
  const { request, marketplace, requestId } = call;
  const order = ownOrder(call, request.orderId);
  if (!order) return refused(404, 'ORDER_NOT_FOUND');
  const problem = problemWith(order, request);
  if (problem) return problem;
  const refundId = marketplace.applyForRefund(
    order.id,
    {
      subItemIds: [...request.orderEntryIds],
      returns: request.disputeRequest === 'returnRefund',
      goodsStatus: request.goodsStatus,
      goodsFen: request.applyPayment,
      freightFen: request.applyCarriage,
      reasonId: request.applyReasonId,
      description: request.description,
      vouchers: request.vouchers ?? [],
    },
    { by: 'call', requestId },
  );
  return done({ refundId });
};

function problemWith(order: Order, request: RequestOf<'alibaba.refund.create'>): Reply | null {
  const { orderEntryIds, disputeRequest, goodsStatus, applyPayment, applyCarriage } = request;
  const items = orderEntryIds.map((id) => order.items.find((item) => item.subItemId === id));
  const known = items.filter((item): item is Item => item !== undefined);
  const wordsFit =
    ['refund', 'returnRefund'].includes(disputeRequest) && GOODS_STATUSES.includes(goodsStatus);
  if (known.length < items.length || !wordsFit) return refusedAs('INVALID_PARAM');
  const shipped = known.some((item) => item.shippedQuantity > 0);
  const returns = disputeRequest === 'returnRefund';
  if (shipped === (goodsStatus === 'refundWaitSellerSend') || (returns && !shipped)) {
    return refusedAs('REFUND_WRONG_STAGE');
  }
  const freightLeft = order.freightFen - order.refundedFreightFen;
  return refundProblem(order, orderEntryIds, applyPayment, applyCarriage, freightLeft);
}

/** Why these lines can't be refunded by so much, or null. */
export function refundProblem(
  order: Order,
  subItemIds: readonly string[],
  goodsFen: number,
  freightFen: number,
  freightLeft: number,
): Reply | null {
  if (order.paidAt === null) return refusedAs('NOT_PAID');
  if (isClosed(order)) return refusedAs('ORDER_CLOSED');
  if (subItemIds.some((id) => openRefundOf(order, id))) return refusedAs('REFUND_OPEN');
  const most = due(order, subItemIds);
  const fits = goodsFen >= 0 && goodsFen <= most && freightFen >= 0 && freightFen <= freightLeft;
  return fits && goodsFen + freightFen > 0 ? null : refusedAs('REFUND_AMOUNT');
}

/** The goods go back, once the seller has agreed. */
export const returnGoods: Behaviour<'alibaba.refund.returnGoods'> = (call) => {
  const { refundId, logisticsCompanyNo, freightBill, description } = call.request;
  return sendBackOf(call, '1688', refundId, {
    companyNo: logisticsCompanyNo,
    billNo: freightBill,
    description: description ?? null,
  });
};

interface WantedParcel {
  companyNo: string;
  billNo: string;
  description: string | null;
}

/** On either marketplace. */
export function sendBackOf(
  call: Call<OperationName>,
  platform: Order['platform'],
  refundId: string,
  wanted: WantedParcel,
): Reply {
  const found = ownRefund(call, refundId, platform);
  if (!found) return NO_REFUND;
  const carrier = CARRIERS_BACK.find(({ no }) => no === wanted.companyNo);
  if (!carrier) return refusedAs('INVALID_PARAM');
  if (found.refund.status !== 'waitbuyersend') return refusedAs('REFUND_WRONG_STAGE');
  const parcel = { ...wanted, companyName: carrier.name };
  call.marketplace.change(found.order.id, (order, at, rules) => {
    const refund = refundOf(order, refundId);
    return refund ? sendBack(order, refund, parcel, at, rules) : { order, happened: [] };
  });
  return done(true);
}

export const logisticsCompanies: Behaviour<'alibaba.refund.logisticsCompanies'> = () =>
  done(
    CARRIERS_BACK.map(({ id, no, name, phone }) => ({
      id,
      companyNo: no,
      companyName: name,
      companyPhone: phone,
    })),
  );
