import {
  isClosedStage,
  type LineView,
  type OrderSummary,
  type OrderView,
  type PurchaseInput,
  type PurchaseOutcome,
  type PurchaseView,
  purchaseWorkflowId,
} from '../../contract/index.ts';
import { isPaid } from '../order/facts.ts';
import { stuckView } from '../park.ts';
import { merchantKey } from './buy.ts';
import { heldOrder, shownPark } from './decide.ts';
import type { BoughtOrder, PurchaseState } from './state.ts';

/**
 * The view of a purchase, from what its run knows: ended orders whole, open ones as they were when they were handed to
 * their own runs. The client puts the open orders' own views in their place.
 */
export function purchaseView(state: PurchaseState, input: PurchaseInput, runId: string): PurchaseView {
  const closed = isClosedStage(state.stage);
  const orders = state.orders.map((order) => orderSummary(order, closed));
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
    held: state.held ?? heldOrder(state)?.held ?? null,
    cancelling: !closed && state.ending !== null && (state.buy !== null || hasToBeTold(state)),
    revision:
      state.revision + state.orders.reduce((total, order) => total + (order.result?.revision ?? 0), 0),
    changedAt: state.changedAt,
    previewFen,
    totalFen: state.orders.length === 0 ? previewFen : totalFen(orders),
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

/** What is due of orders that are paid or still open. */
const totalFen = (orders: readonly OrderSummary[]): number =>
  orders
    .filter(({ paid, stage }) => paid || !isClosedStage(stage))
    .reduce((total, { money }) => total + money.dueFen, 0);

/** Orders do not know yet that the purchase ends: from then on they say so themselves. */
const hasToBeTold = (state: PurchaseState): boolean =>
  state.outbox.length > 0 || state.orders.some(({ run }) => run === 'to-start' || run === 'starting');

/** What all merchants of the request cost by their last previews; a merchant that a correction replaced is none of them. */
export function previewedFen(state: PurchaseState): number {
  const keys = new Set(state.request.cargoParamList.map(({ sellerOpenId }) => merchantKey(sellerOpenId)));
  return [...keys].reduce((total, key) => total + (state.previews[key] ?? 0), 0);
}

/** `full`: every line first sent stands in a completed order and is not refunded whole; `none`: no line does. */
export function outcomeOf(state: PurchaseState): PurchaseOutcome {
  const sent = state.firstSent ?? [];
  const good = sent.filter((line) => isGood(state, line));
  if (good.length === 0) return 'none';
  return good.length === sent.length ? 'full' : 'partial';
}

function isGood(state: PurchaseState, line: number): boolean {
  const own = state.lines.find((candidate) => candidate.line === line);
  // A part of it may stand in an order and the rest be given up.
  if (own?.phase !== 'ordered') return false;
  const holders = state.orders.filter(
    ({ rebought, lines }) => !rebought && lines.some((held) => held.line === line),
  );
  return holders.length > 0 && holders.every(({ result }) => isGoodIn(result, line));
}

function isGoodIn(order: OrderView | null, line: number): boolean {
  if (order?.stage !== 'completed') return false;
  const view = order.lines.find((candidate) => candidate.line === line);
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

function orderSummary(order: BoughtOrder, closed: boolean): OrderSummary {
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
  const released = closed && !ended;
  return {
    orderId,
    sellerOpenId: order.key || null,
    stage: ended || released ? 'released' : 'paying',
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
    note: ended ? 'Its run was ended from outside.' : released ? 'The purchase was aborted at once.' : null,
  };
}
