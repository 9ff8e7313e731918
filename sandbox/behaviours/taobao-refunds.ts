import type { OperationName } from '../../pandapon/index.ts';
import { type Behaviour, type Call, done, ownOf, type Reply, refusedAs } from '../behaviour.ts';
import type { Item, Order } from '../order.ts';
import { pageOf } from '../page.ts';
import { CARRIERS_BACK, isRefundOver, REFUND_REASONS, type Refund } from '../refund.ts';
import { due } from '../refund-money.ts';
import { refundOf } from '../refund-state.ts';
import { modifyRefund, withdrawRefund } from '../refunds.ts';
import { REFUND_CODES } from '../taobao-order-object.ts';
import { refundMessage, returnLogistics, taobaoRefund } from '../taobao-refund-object.ts';
import { NO_REFUND, ownRefund, refundProblem, sendBackOf } from './refund.ts';

const REFUND_ONLY = 1;
const RETURN = 3;
/** `goodsStatus` of goods that were not shipped; 1 and 2 are on their way, and there. */
const NOT_SHIPPED = 4;
const GOODS_STATUSES = [NOT_SHIPPED, 1, 2];

const own = (call: Call<OperationName>, refundId: string) => ownRefund(call, refundId, 'taobao');

/** A line as its buyer sees it. */
function ownLine(call: Call<OperationName>, subOrderId: string): { order: Order; item: Item } | undefined {
  const order = ownOf(call, call.marketplace.orderOfItem(subOrderId), 'taobao');
  const item = order?.items.find((each) => each.subItemId === subOrderId);
  return order && item ? { order, item } : undefined;
}

/** All of the caller's refunds, newest first, narrowed. */
export const page: Behaviour<'taobao.refund.page'> = (call) => {
  const { refundId, purchaseOrderId, salesOrderId, refundStatus, refundStartTime, refundEndTime } =
    call.request;
  const wantedOrder = purchaseOrderId || salesOrderId;
  const found = call.marketplace
    .ordersOf(call.userId, 'taobao')
    .filter((order) => !wantedOrder || order.id === wantedOrder)
    .flatMap((order) => order.refunds.toReversed().map((refund) => ({ order, refund })))
    .filter(({ refund }) => !refundId || refund.id === refundId)
    .filter(({ refund }) => refundStatus == null || REFUND_CODES[refund.status] === refundStatus)
    .filter(({ refund }) => refund.appliedAt >= (refundStartTime ?? 0))
    .filter(({ refund }) => refund.appliedAt <= (refundEndTime ?? Number.POSITIVE_INFINITY));
  return done(pageOf(found, call.request, ({ order, refund }) => taobaoRefund(order, refund)));
};

export const detail: Behaviour<'taobao.refund.detail'> = (call) => {
  const found = own(call, call.request.refundId);
  return found ? done(taobaoRefund(found.order, found.refund)) : NO_REFUND;
};

export const render: Behaviour<'taobao.refund.render'> = (call) => {
  const { subOrderId, refundType, goodsStatus } = call.request;
  const found = ownLine(call, subOrderId);
  if (!found) return NO_REFUND;
  const most = due(found.order, [subOrderId]) + freightFor(found.order);
  return done({
    distributorId: '100000000001',
    currency: 'CNY',
    saleFlag: problemWith(found, { refundType, goodsStatus, refundFee: most }) === null,
    refundOrderTemplate: {
      refundReasons: REFUND_REASONS.map(({ id, text }) => ({
        reasonId: Number(id),
        reasonDesc: text,
        tips: null,
      })),
      goodsStatusList: [String(found.item.shippedQuantity === 0 ? NOT_SHIPPED : 2)],
      refundOrder: { refundType, goodsStatus, refundFee: most },
      maxRefundFee: { minRefundFee: 1, refundFee: most, feeTips: null, canEditRefundFee: true },
    },
  });
};

/** Freight comes back with the last line that is not refunded yet. */
function freightFor(order: Order): number {
  const left = order.items.filter((item) => item.refundedFen < item.amountFen);
  return left.length === 1 ? order.freightFen - order.refundedFreightFen : 0;
}

interface Asked {
  refundType: number;
  goodsStatus: number;
  refundFee: number;
}

/** The part of a sum that is for the goods, and the rest, which is for freight. */
function shares(order: Order, subOrderId: string, refundFee: number) {
  const goodsFen = Math.min(refundFee, due(order, [subOrderId]));
  return { goodsFen, freightFen: refundFee - goodsFen };
}

function wrongKind({ item }: { item: Item }, { refundType, goodsStatus }: Asked): Reply | null {
  if (![REFUND_ONLY, RETURN].includes(refundType) || !GOODS_STATUSES.includes(goodsStatus)) {
    return refusedAs('INVALID_PARAM');
  }
  const shipped = item.shippedQuantity > 0;
  const fits = shipped !== (goodsStatus === NOT_SHIPPED) && (shipped || refundType === REFUND_ONLY);
  return fits ? null : refusedAs('REFUND_WRONG_STAGE');
}

function problemWith(found: { order: Order; item: Item }, asked: Asked): Reply | null {
  const { order, item } = found;
  const { goodsFen, freightFen } = shares(order, item.subItemId, asked.refundFee);
  return (
    wrongKind(found, asked) ?? refundProblem(order, [item.subItemId], goodsFen, freightFen, freightFor(order))
  );
}

/** Applies for a refund of one line. */
export const submit: Behaviour<'taobao.refund.submit'> = (call) => {
  const { request, marketplace, requestId } = call;
  const found = ownLine(call, request.subOrderId);
  if (!found) return NO_REFUND;
  const problem = problemWith(found, request);
  if (problem) return problem;
  const refundId = marketplace.applyForRefund(
    found.order.id,
    { subItemIds: [request.subOrderId], ...askedFor(found.order, request.subOrderId, request) },
    { by: 'call', requestId },
  );
  return done({ refundId });
};

interface AskedInFull extends Asked {
  reasonId: string;
  refundDesc?: string | null | undefined;
  refundImages?: readonly string[] | null | undefined;
}

const askedFor = (order: Order, subOrderId: string, asked: AskedInFull) => ({
  returns: asked.refundType === RETURN,
  goodsStatus: String(asked.goodsStatus),
  ...shares(order, subOrderId, asked.refundFee),
  reasonId: asked.reasonId,
  description: asked.refundDesc ?? null,
  vouchers: [...(asked.refundImages ?? [])],
});

/** While the seller has not agreed. */
export const modify: Behaviour<'taobao.refund.modify'> = (call) => {
  const { refundId, ...asked } = call.request;
  const found = own(call, refundId);
  if (!found) return NO_REFUND;
  const { order, refund } = found;
  const subOrderId = refund.subItemIds[0] ?? '';
  const item = order.items.find((each) => each.subItemId === subOrderId);
  if (!item || !['waitselleragree', 'waitbuyermodify'].includes(refund.status)) {
    return refusedAs('REFUND_WRONG_STAGE');
  }
  const wanted = askedFor(order, subOrderId, asked);
  const wrong = wrongKind({ item }, asked);
  if (wrong) return wrong;
  if (asked.refundFee <= 0 || wanted.freightFen > freightFor(order)) return refusedAs('REFUND_AMOUNT');
  call.marketplace.change(order.id, (before, at, rules) => {
    const known = refundOf(before, refundId);
    return known ? modifyRefund(before, known, wanted, at, rules) : { order: before, happened: [] };
  });
  return done(true);
};

/** Takes it back; one that is over stays as it is, and the answer says so. */
export const cancel: Behaviour<'taobao.refund.cancel'> = (call) => {
  const { refundId } = call.request;
  const found = own(call, refundId);
  if (!found) return NO_REFUND;
  if (isRefundOver(found.refund)) {
    return { kind: 'declined', data: { ...taobaoRefund(found.order, found.refund), cancelSuccess: false } };
  }
  const order = call.marketplace.change(found.order.id, (before, at, rules) => {
    const known = refundOf(before, refundId);
    return known ? withdrawRefund(before, known, at, rules) : { order: before, happened: [] };
  });
  return done({ ...taobaoRefund(order, refundOf(order, refundId) ?? found.refund), cancelSuccess: true });
};

export const renderLogistics: Behaviour<'taobao.refund.renderLogistics'> = (call) => {
  const found = own(call, call.request.refundId);
  if (!found) return NO_REFUND;
  return done({
    logistics: returnLogistics(found.refund),
    logisticsCompanies: CARRIERS_BACK.map(({ no, name }) => ({
      logisticsCompanyCode: no,
      logisticsCompanyName: name,
    })),
  });
};

export const submitLogistics: Behaviour<'taobao.refund.submitLogistics'> = (call) => {
  const { refundId, logisticsCompanyCode, logisticsNo, returnGoodsDesc } = call.request;
  return sendBackOf(call, 'taobao', refundId, {
    companyNo: logisticsCompanyCode,
    billNo: logisticsNo,
    description: returnGoodsDesc ?? null,
  });
};

export const submitMessage: Behaviour<'taobao.refund.submitMessage'> = (call) => {
  const { refundId, refundMessage: text, refundImages } = call.request;
  const found = own(call, refundId);
  if (!found) return NO_REFUND;
  call.marketplace.change(found.order.id, (order, at) => {
    const message = { at, author: 'buyer' as const, text, images: refundImages ? [refundImages] : [] };
    const refunds = order.refunds.map(
      (refund): Refund =>
        refund.id === refundId ? { ...refund, messages: [...refund.messages, message] } : refund,
    );
    return { order: { ...order, refunds }, happened: [] };
  });
  return done(true);
};

/** Oldest first. */
export const messages: Behaviour<'taobao.refund.messages'> = (call) => {
  const found = own(call, call.request.refundId);
  return found ? done(pageOf(found.refund.messages, call.request, refundMessage)) : NO_REFUND;
};
