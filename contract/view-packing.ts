import { orderWorkflowId, purchaseWorkflowId } from './names.ts';
import type {
  LineView,
  OrderMoney,
  OrderSummary,
  OrderView,
  ParcelView,
  PurchaseView,
  TimelineEntry,
} from './view.ts';
import { without } from './without.ts';

/** How closing views are written into histories: without the members that say nothing. Reading fills them in again. */

const BLANK_LINE: LineView = {
  line: -1,
  specId: '',
  quantity: 1,
  sellerOpenId: null,
  orderId: null,
  subItemId: null,
  amountFen: null,
  status: null,
  shipped: false,
  refundedFen: 0,
  refused: null,
  dropped: false,
};

const BLANK_MONEY: OrderMoney = {
  goodsFen: 0,
  freightFen: 0,
  discountFen: 0,
  dueFen: 0,
  paidFen: 0,
  refundedFen: 0,
  paidAt: null,
  paymentId: null,
};

const BLANK_PARCEL_VIEW: ParcelView = {
  billNo: '',
  company: null,
  status: null,
  lines: [],
  shippedAt: null,
  signedAt: null,
  last: null,
};

const BLANK_ENTRY: TimelineEntry = { at: '', what: '', detail: '', by: 'system' };

const BLANK_SUMMARY: OrderSummary = {
  orderId: '',
  sellerOpenId: null,
  stage: 'completed',
  status: '',
  paid: true,
  stuck: null,
  held: null,
  totalFen: 0,
  money: BLANK_MONEY,
  parcels: [],
  tracking: null,
  refunds: [],
  dueAt: null,
  note: null,
};

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

type PackedSummary = Partial<Omit<OrderSummary, 'money' | 'parcels' | 'tracking'>> & {
  money?: Partial<OrderMoney>;
  parcels?: Partial<ParcelView>[];
};

/** A closing view of an order as histories hold it. `tracking` is its last parcel. */
export type PackedOrderView = PackedSummary &
  Partial<Omit<OrderView, keyof OrderSummary | 'lines' | 'timeline'>> & {
    lines?: Partial<LineView>[];
    timeline?: Partial<TimelineEntry>[];
  };

/** A closing view of a purchase as histories hold it. */
export type PackedPurchaseView = Partial<Omit<PurchaseView, 'lines' | 'orders' | 'timeline'>> & {
  lines?: Partial<LineView>[];
  orders?: PackedSummary[];
  timeline?: Partial<TimelineEntry>[];
};

/** The total stands in the money, and an ended order's status word in its lines. */
function packSummary<T extends OrderSummary>(summary: T, blank: Partial<T>): PackedSummary {
  const { money, parcels, tracking, ...rest } = summary;
  return {
    ...without(rest, { ...blank, totalFen: money.dueFen }),
    money: without(money, { ...BLANK_MONEY, paidFen: money.dueFen }),
    parcels: parcels.map((parcel) =>
      without(parcel, { ...BLANK_PARCEL_VIEW, signedAt: parcel.last?.at ?? null }),
    ),
  };
}

function unpackSummary(packed: PackedSummary): OrderSummary {
  const dueFen = packed.money?.dueFen ?? 0;
  const parcels = (packed.parcels ?? []).map((parcel) => ({
    ...BLANK_PARCEL_VIEW,
    signedAt: parcel.last?.at ?? null,
    ...parcel,
  }));
  const last = parcels.at(-1);
  return {
    ...BLANK_SUMMARY,
    totalFen: dueFen,
    ...packed,
    money: { ...BLANK_MONEY, paidFen: dueFen, ...packed.money },
    parcels,
    tracking: last === undefined ? null : { billNo: last.billNo, company: last.company, last: last.last },
  };
}

const packTimeline = (timeline: readonly TimelineEntry[]): Partial<TimelineEntry>[] =>
  timeline.map((entry) => without(entry, BLANK_ENTRY));

const unpackTimeline = (timeline: readonly Partial<TimelineEntry>[] = []): TimelineEntry[] =>
  timeline.map((entry) => ({ ...BLANK_ENTRY, ...entry }));

/** Packs the closing view of an order; its lines leave out what the order says for all of them. */
export function packOrderView(view: OrderView): PackedOrderView {
  const { lines, timeline, ...rest } = view;
  const workflowId = orderWorkflowId(view.platform, view.orderId);
  const shared = {
    ...BLANK_LINE,
    sellerOpenId: view.sellerOpenId,
    orderId: view.orderId,
    status: view.status,
    shipped: true,
  };
  return {
    ...packSummary(rest, { ...BLANK_ORDER_VIEW, workflowId, closedAt: view.changedAt }),
    lines: lines.map((line) => without(line, shared)),
    timeline: packTimeline(timeline),
  };
}

/** Reads the closing view of an order. */
export function unpackOrderView(packed: PackedOrderView): OrderView {
  const summary = unpackSummary(packed);
  const { sellerOpenId, orderId, status } = summary;
  const shared = { ...BLANK_LINE, sellerOpenId, orderId, status, shipped: true };
  return {
    ...BLANK_ORDER_VIEW,
    workflowId: orderWorkflowId(packed.platform ?? BLANK_ORDER_VIEW.platform, orderId),
    closedAt: packed.changedAt ?? null,
    ...packed,
    ...summary,
    lines: (packed.lines ?? []).map((line) => ({ ...shared, ...line })),
    timeline: unpackTimeline(packed.timeline),
  };
}

/** Packs the closing view of a purchase. */
export function packPurchaseView(view: PurchaseView): PackedPurchaseView {
  const { lines, orders, timeline, ...rest } = view;
  return {
    ...without(rest, {
      ...BLANK_PURCHASE_VIEW,
      workflowId: purchaseWorkflowId(view.id),
      closedAt: view.changedAt,
      totalFen: view.previewFen,
      paidFen: view.previewFen,
    }),
    lines: lines.map((line) => without(line, blankLineOf(orders, line.orderId ?? null))),
    orders: orders.map((order) => packSummary(order, BLANK_SUMMARY)),
    timeline: packTimeline(timeline),
  };
}

/** Reads the closing view of a purchase. */
export function unpackPurchaseView(packed: PackedPurchaseView): PurchaseView {
  const orders = (packed.orders ?? []).map(unpackSummary);
  const fen = packed.previewFen ?? 0;
  return {
    ...BLANK_PURCHASE_VIEW,
    workflowId: purchaseWorkflowId(packed.id ?? ''),
    closedAt: packed.changedAt ?? null,
    totalFen: fen,
    paidFen: fen,
    ...packed,
    lines: (packed.lines ?? []).map((line) => ({ ...blankLineOf(orders, line.orderId ?? null), ...line })),
    orders,
    timeline: unpackTimeline(packed.timeline),
  };
}

/** A line says only what its order does not say for it. */
function blankLineOf(orders: readonly OrderSummary[], orderId: string | null): LineView {
  const order = orders.find((candidate) => candidate.orderId === orderId);
  if (order === undefined) return BLANK_LINE;
  return { ...BLANK_LINE, sellerOpenId: order.sellerOpenId, status: order.status, shipped: true };
}
