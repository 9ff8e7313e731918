import { chinaIso } from './clock.ts';
import { isClosed, type Order, refundedFen, totalFen } from './order.ts';
import { instantOrNull, type Wire, yuan } from './wire.ts';

/** The payment's own id, as Alipay would number it. */
export const tradeIdOf = (order: Order): string =>
  `${chinaIso(order.createdAt).slice(0, 10).replaceAll('-', '')}22001${order.id.slice(4)}`;

/** 1 unpaid, 2 paid, 4 paid back, 6 handed to the seller, 8 closed without payment. */
function payStatusOf(order: Order): number {
  if (order.paidAt === null) return isClosed(order) ? 8 : 1;
  if (refundedFen(order) >= totalFen(order)) return 4;
  return order.completedAt === null ? 2 : 6;
}

/** Empty before payment, one phase after it. */
export function tradeTerms(order: Order): Wire[] {
  if (order.paidAt === null) return [];
  return [
    {
      payStatus: String(payStatusOf(order)),
      payTime: chinaIso(order.paidAt),
      payWay: '1',
      payWayDesc: '支付平台',
      phasAmount: yuan(totalFen(order)),
      phase: BigInt(`${order.id.slice(0, -4)}0000`),
      phaseCondition: null,
      phaseDate: null,
      cardPay: false,
      expressPay: false,
    },
  ];
}

/** The one step of a full payment. */
export function paymentStep(order: Order): Wire {
  const paid = order.paidAt !== null;
  const due = totalFen(order);
  return {
    gmtStart: chinaIso(order.createdAt),
    gmtPay: instantOrNull(order.paidAt),
    gmtEnd: instantOrNull(order.completedAt),
    stepNo: 1,
    lastStep: true,
    stepName: '全款交易',
    activeStatus: order.completedAt === null ? 1 : 2,
    payStatus: payStatusOf(order),
    logisticsStatus: order.receivedAt !== null ? 3 : order.allShippedAt !== null ? 2 : 1,
    payFee: yuan(due),
    paidFee: yuan(paid ? due : 0),
    goodsFee: null,
    adjustFee: 0,
    discountFee: 0,
    postFee: yuan(order.freightFen),
    paidPostFee: yuan(paid ? order.freightFen : 0),
  };
}
