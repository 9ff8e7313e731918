import type { ItemObservation } from '../../activities/types.ts';
import {
  isClosedStage,
  type LineView,
  type OrderMoney,
  type OrderView,
  orderWorkflowId,
  type ParcelView,
  type Policy,
  policyOf,
  statusOf,
} from '../../contract/index.ts';
import { cny } from '../money-text.ts';
import { stuckView } from '../park.ts';
import { runningDeadlines } from './deadlines.ts';
import { isAllSigned, isPaid, isRefundedWhole, isSigned, paidFen } from './facts.ts';
import type { OrderInput, OrderLine, OrderState } from './state.ts';

/** The view of an order, computed from what its run knows. */
export function orderView(state: OrderState, input: OrderInput, runId: string): OrderView {
  const { order } = state;
  const parcels = parcelViews(state, input.lines);
  const last = parcels.at(-1) ?? null;
  const closed = isClosedStage(state.stage);
  return {
    orderId: order.orderId,
    sellerOpenId: order.sellerOpenId,
    stage: state.stage,
    status: order.status,
    paid: isPaid(order),
    stuck: closed ? null : stuckView(state.parked),
    held: state.held,
    totalFen: order.dueFen,
    money: orderMoney(state),
    parcels,
    tracking: last === null ? null : { billNo: last.billNo, company: last.company, last: last.last },
    refunds: [],
    dueAt: dueAt(state, policyOf(input.policy)),
    note: noteOf(state),
    platform: input.platform,
    purchaseId: input.purchaseId,
    workflowId: orderWorkflowId(input.platform, order.orderId),
    runId,
    userId: input.userId,
    cancelling: !closed && (state.cancel !== null || state.abort !== null),
    revision: state.revision,
    changedAt: state.changedAt,
    lines: input.lines.map((line) => lineView(state, line)),
    timeline: state.timeline,
    labels: input.labels ?? {},
    waiting: null,
    startedAt: state.startedAt,
    closedAt: closed ? state.changedAt : null,
  };
}

/** What is odd about how the order stands; a closed order whose money is due says so from the moment nobody is asked. */
function noteOf(state: OrderState): string | null {
  const { order, parked } = state;
  const asked = parked?.reason === 'ORDER_CLOSED';
  if (statusOf(order.status) !== 'closed' || !isPaid(order) || isRefundedWhole(order) || asked)
    return state.note;
  return `Closed though paid: ${cny(order.dueFen - order.refundedFen)} are due back.`;
}

function orderMoney(state: OrderState): OrderMoney {
  const { order } = state;
  return {
    goodsFen: order.goodsFen,
    freightFen: order.freightFen,
    discountFen: order.discountFen,
    dueFen: order.dueFen,
    paidFen: paidFen(order),
    refundedFen: order.refundedFen,
    paidAt: order.paidAt,
    paymentId: order.paymentId,
  };
}

/** The first deadline that runs, as an instant; null: none. */
export function dueAt(state: OrderState, policy: Policy): string | null {
  if (isClosedStage(state.stage)) return null;
  const signed = isAllSigned(state.order, state.parcels);
  const due = runningDeadlines(state, policy, signed)[0];
  return due === undefined ? null : new Date(due.at).toISOString();
}

const SHIPPED_ITEM: ReadonlySet<number> = new Set([2, 3]);

function itemOf(state: OrderState, line: OrderLine): ItemObservation | undefined {
  return state.order.items.find((item) => item.subItemId === line.subItemId);
}

function lineView(state: OrderState, line: OrderLine): LineView {
  const item = itemOf(state, line);
  const orderShipped = ['shipped', 'signed', 'confirmed', 'success'].includes(statusOf(state.order.status));
  const logistics = item?.logisticsStatus ?? null;
  return {
    line: line.line,
    specId: item?.specId ?? '',
    quantity: item?.quantity ?? 0,
    sellerOpenId: state.order.sellerOpenId,
    orderId: state.order.orderId,
    subItemId: line.subItemId,
    amountFen: item?.amountFen ?? null,
    status: item?.status ?? null,
    shipped:
      logistics === null || logistics === 8 ? orderShipped : SHIPPED_ITEM.has(logistics) || orderShipped,
    refundedFen: item?.refundedFen ?? 0,
    refused: null,
    dropped: false,
  };
}

function parcelViews(state: OrderState, lines: OrderLine[]): ParcelView[] {
  const sole = state.parcels.length === 1 && state.order.allShippedAt !== null;
  return state.parcels.map((parcel) => {
    const held = parcel.subItemIds;
    const holds = (line: OrderLine): boolean =>
      held === null ? sole : line.subItemId !== null && held.includes(line.subItemId);
    return {
      billNo: parcel.billNo,
      company: parcel.company,
      status: parcel.status,
      lines: lines.filter(holds).map((line) => line.line),
      shippedAt: parcel.shippedAt,
      signedAt: parcel.signedAt ?? (isSigned(parcel) ? (parcel.last?.at ?? null) : null),
      last: parcel.last,
    };
  });
}
