import {
  isClosedStage,
  type LineView,
  type OrderSummary,
  type PurchaseInput,
  type PurchaseOutcome,
  type PurchaseView,
  purchaseWorkflowId,
} from '../../contract/index.ts';
import { isPaid } from '../order/facts.ts';
import { stuckView } from '../park.ts';
import { ordersFen } from './bought.ts';
import { shownPark } from './decide.ts';
import type { BoughtOrder, PurchaseState } from './state.ts';

/**
 * The view of a purchase, from what its run knows: ended orders whole, open ones as they were when they were handed to
 * their own runs. The client puts the open orders' own views in their place.
 */
export function purchaseView(state: PurchaseState, input: PurchaseInput, runId: string): PurchaseView {
  const closed = isClosedStage(state.stage);
  const orders = state.orders.map(orderSummary);
  const sum = (of: (order: OrderSummary) => number): number =>
    orders.reduce((total, order) => total + of(order), 0);
  const previewFen = previewedFen(state);
  return {
    id: input.id,
    platform: input.platform,
    workflowId: purchaseWorkflowId(input.id),
    runId,
    userId: input.userId,
    stage: state.stage,
    outcome: closed ? outcomeOf(state) : null,
    stuck: closed ? null : stuckView(shownPark(state)),
    held: state.held,
    cancelling: !closed && state.ending !== null && (state.buy !== null || state.outbox.length > 0),
    revision:
      state.revision + state.orders.reduce((total, order) => total + (order.result?.revision ?? 0), 0),
    changedAt: state.changedAt,
    previewFen,
    totalFen: state.orders.length === 0 ? previewFen : ordersFen(state),
    paidFen: sum((order) => order.money.paidFen),
    refundedFen: sum((order) => order.money.refundedFen),
    lines: state.lines.map((line) => lineView(state, line.line)),
    orders,
    refused: state.refused,
    timeline: state.timeline,
    labels: input.labels,
    forward: null,
    waiting: null,
    startedAt: state.startedAt,
    closedAt: closed ? state.changedAt : null,
  };
}

/** What all merchants cost by their last previews. */
export const previewedFen = (state: PurchaseState): number =>
  Object.values(state.previews).reduce((total, fen) => total + fen, 0);

/** `full`: every line first sent stands in a completed order and is not refunded whole; `none`: no line does. */
export function outcomeOf(state: PurchaseState): PurchaseOutcome {
  const sent = state.firstSent ?? [];
  const good = sent.filter((line) => isGood(state, line));
  if (good.length === 0) return 'none';
  return good.length === sent.length ? 'full' : 'partial';
}

function isGood(state: PurchaseState, line: number): boolean {
  const own = state.lines.find((candidate) => candidate.line === line);
  const order = state.orders.find((candidate) => candidate.orderId === own?.orderId);
  if (order?.result?.stage !== 'completed') return false;
  const view = order.result.lines.find((candidate) => candidate.line === line);
  if (view === undefined) return false;
  return view.amountFen === null || view.amountFen === 0 || view.refundedFen < view.amountFen;
}

function lineView(state: PurchaseState, index: number): LineView {
  const own = state.lines.find((candidate) => candidate.line === index);
  const cargo = state.request.cargoParamList[index];
  const order = state.orders.find((candidate) => candidate.orderId === own?.orderId);
  const ended = order?.result?.lines.find((candidate) => candidate.line === index);
  if (ended !== undefined) return ended;
  return {
    line: index,
    specId: cargo?.specId ?? '',
    quantity: cargo?.quantity ?? 0,
    sellerOpenId: cargo?.sellerOpenId ?? null,
    orderId: own?.orderId ?? null,
    subItemId: own?.subItemId ?? null,
    amountFen: null,
    status: order?.status ?? null,
    shipped: false,
    refundedFen: 0,
    refused: own?.refused ?? null,
    dropped: own?.phase === 'dropped',
  };
}

function orderSummary(order: BoughtOrder): OrderSummary {
  const { result } = order;
  if (result !== null) {
    const { orderId, sellerOpenId, stage, status, paid, totalFen, money, parcels, tracking, refunds, note } =
      result;
    return {
      orderId,
      sellerOpenId,
      stage,
      status,
      paid,
      stuck: null,
      held: null,
      totalFen,
      money,
      parcels,
      tracking,
      refunds,
      dueAt: null,
      note,
    };
  }
  const { observation, orderId, dueFen } = order;
  const ended = order.run === 'ended';
  return {
    orderId,
    sellerOpenId: order.key || null,
    stage: ended ? 'released' : 'paying',
    status: order.status,
    paid: observation === null ? false : isPaid(observation),
    stuck: null,
    held: null,
    totalFen: dueFen,
    money: {
      goodsFen: observation?.goodsFen ?? dueFen,
      freightFen: observation?.freightFen ?? 0,
      discountFen: observation?.discountFen ?? 0,
      dueFen,
      paidFen: 0,
      refundedFen: 0,
      paidAt: null,
      paymentId: null,
    },
    parcels: [],
    tracking: null,
    refunds: [],
    dueAt: null,
    note: ended ? 'Its run was ended from outside.' : null,
  };
}
