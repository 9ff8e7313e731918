import { orderWorkflowId, purchaseWorkflowId } from './names.ts';
import {
  BLANK_LINE,
  BLANK_SUMMARY,
  type PackedSummary,
  packSummary,
  unpackSummary,
  usualLine,
} from './summary-packing.ts';
import { type PackedEntry, packEntry, unpackEntry, usualTimes } from './timeline-packing.ts';
import type { LineView, OrderSummary, OrderView, PurchaseView } from './view.ts';
import { without } from './without.ts';

/** How closing views are written into histories: without the members that say nothing. Reading fills them in again. */

const BLANK_ORDER_VIEW: OrderView = {
  ...BLANK_SUMMARY,
  platform: '1688',
  purchaseId: '',
  workflowId: '',
  runId: '',
  userId: '',
  cancelling: false,
  revision: 0,
  changedAt: '',
  lines: [],
  timeline: [],
  labels: {},
  waiting: null,
  startedAt: '',
  closedAt: null,
};

const BLANK_PURCHASE_VIEW: PurchaseView = {
  id: '',
  platform: '1688',
  workflowId: '',
  runId: '',
  userId: '',
  stage: 'completed',
  outcome: 'full',
  stuck: null,
  held: null,
  cancelling: false,
  revision: 0,
  changedAt: '',
  previewFen: 0,
  totalFen: 0,
  paidFen: 0,
  refundedFen: 0,
  lines: [],
  orders: [],
  refused: [],
  timeline: [],
  labels: {},
  forward: null,
  waiting: null,
  startedAt: '',
  closedAt: null,
};

/** What Temporal itself says of a run: its packed view does not repeat it. */
export interface RunFacts {
  runId: string;
  userId: string;
  purchaseId: string;
}

/** Those that a purchase's view does not have from its id. */
export type PurchaseFacts = Omit<RunFacts, 'purchaseId'>;

const NO_FACTS: RunFacts = { runId: '', userId: '', purchaseId: '' };

interface PackedParts {
  lines?: Partial<LineView>[];
  timeline?: PackedEntry[];
}

/** A closing view of an order as histories hold it. `tracking` is its last parcel. */
export type PackedOrderView = PackedSummary &
  Partial<Omit<OrderView, keyof OrderSummary | keyof RunFacts | 'lines' | 'timeline'>> &
  PackedParts;

/** A closing view of a purchase as histories hold it. */
export type PackedPurchaseView = Partial<
  Omit<PurchaseView, keyof RunFacts | 'lines' | 'orders' | 'timeline'>
> &
  PackedParts & { orders?: PackedSummary[] };

/** Packs the closing view of an order; its lines leave out what the order says for all of them. */
export function packOrderView(view: OrderView): PackedOrderView {
  const { lines, timeline, runId, userId, purchaseId, ...rest } = view;
  const entries = timeline.map(packEntry);
  const workflowId = orderWorkflowId(view.platform, view.orderId);
  const blank = { ...BLANK_ORDER_VIEW, workflowId, ...usualTimes(entries, view.changedAt) };
  return {
    ...packSummary(rest, blank),
    lines: lines.map((line) => without(line, usualLine(view, lines.length))),
    timeline: entries,
  };
}

/** Reads the closing view of an order; without `facts` those members are empty. */
export function unpackOrderView(
  packed: PackedOrderView,
  { runId, userId, purchaseId }: RunFacts = NO_FACTS,
): OrderView {
  const summary = unpackSummary(packed);
  const { lines = [], timeline = [] } = packed;
  return {
    ...BLANK_ORDER_VIEW,
    workflowId: orderWorkflowId(packed.platform ?? BLANK_ORDER_VIEW.platform, summary.orderId),
    ...usualTimes(timeline, packed.changedAt),
    ...packed,
    runId,
    userId,
    purchaseId,
    ...summary,
    lines: lines.map((line) => ({ ...usualLine(summary, lines.length), ...line })),
    timeline: timeline.map(unpackEntry),
  };
}

/** Packs the closing view of a purchase. */
export function packPurchaseView(view: PurchaseView): PackedPurchaseView {
  const { lines, orders, timeline, runId, userId, ...rest } = view;
  const entries = timeline.map(packEntry);
  return {
    ...without(rest, {
      ...BLANK_PURCHASE_VIEW,
      workflowId: purchaseWorkflowId(view.id),
      totalFen: view.previewFen,
      paidFen: view.previewFen,
      ...usualTimes(entries, view.changedAt),
    }),
    lines: lines.map((line) => without(line, lineOfOrders(orders, lines, line.orderId))),
    orders: orders.map((order) => packSummary(order, BLANK_SUMMARY)),
    timeline: entries,
  };
}

/** Reads the closing view of a purchase; without `facts` those members are empty. */
export function unpackPurchaseView(
  packed: PackedPurchaseView,
  { runId, userId }: PurchaseFacts = NO_FACTS,
): PurchaseView {
  const orders = (packed.orders ?? []).map(unpackSummary);
  const { previewFen = 0, timeline = [] } = packed;
  const lines = (packed.lines ?? []).map((line) => ({ ...line, orderId: orderOf(line, orders) }));
  return {
    ...BLANK_PURCHASE_VIEW,
    workflowId: purchaseWorkflowId(packed.id ?? ''),
    totalFen: previewFen,
    paidFen: previewFen,
    ...usualTimes(timeline, packed.changedAt),
    ...packed,
    runId,
    userId,
    lines: lines.map((line) => ({ ...lineOfOrders(orders, lines, line.orderId), ...line })),
    orders,
    timeline: timeline.map(unpackEntry),
  };
}

type WithOrder = Pick<LineView, 'orderId'>;

/** The order of a line that names none: the only one. */
const orderOf = (line: Partial<WithOrder>, orders: readonly OrderSummary[]): string | null =>
  line.orderId === undefined ? soleOrder(orders) : line.orderId;

const soleOrder = (orders: readonly OrderSummary[]): string | null =>
  orders.length === 1 ? (orders[0]?.orderId ?? null) : null;

function lineOfOrders(
  orders: readonly OrderSummary[],
  lines: readonly WithOrder[],
  orderId: string | null,
): LineView {
  const order = orders.find((candidate) => candidate.orderId === orderId);
  const own = lines.filter((line) => line.orderId === orderId).length;
  const usual = order === undefined ? BLANK_LINE : usualLine(order, own);
  return { ...usual, orderId: soleOrder(orders) };
}
