import { orderWorkflowId, purchaseWorkflowId } from './names.ts';
import { type PackedEntry, packEntry, unpackEntry, usualTimes } from './timeline-packing.ts';
import type { LineView, OrderMoney, OrderSummary, OrderView, ParcelView, PurchaseView } from './view.ts';
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

interface PackedParts {
  lines?: Partial<LineView>[];
  timeline?: PackedEntry[];
}

/** A closing view of an order as histories hold it. `tracking` is its last parcel. */
export type PackedOrderView = PackedSummary &
  Partial<Omit<OrderView, keyof OrderSummary | 'lines' | 'timeline'>> &
  PackedParts;

/** A closing view of a purchase as histories hold it. */
export type PackedPurchaseView = Partial<Omit<PurchaseView, 'lines' | 'orders' | 'timeline'>> &
  PackedParts & { orders?: PackedSummary[] };

/** What was due and paid: the sum of the parts, paid whole. */
const usualMoney = (money: Partial<OrderMoney>): OrderMoney => {
  const { goodsFen = 0, freightFen = 0, discountFen = 0 } = money;
  const { dueFen = goodsFen + freightFen - discountFen } = money;
  return { ...BLANK_MONEY, dueFen: goodsFen + freightFen - discountFen, paidFen: dueFen };
};

/** The total stands in the money, and an ended order's status word in its lines. */
function packSummary<T extends OrderSummary>(summary: T, blank: Partial<T>): PackedSummary {
  const { money, parcels, tracking, ...rest } = summary;
  return {
    ...without(rest, { ...blank, totalFen: money.dueFen }),
    money: without(money, usualMoney(money)),
    parcels: parcels.map((parcel) =>
      without(parcel, { ...BLANK_PARCEL_VIEW, signedAt: parcel.last?.at ?? null }),
    ),
  };
}

function unpackSummary(packed: PackedSummary): OrderSummary {
  const money = { ...usualMoney(packed.money ?? {}), ...packed.money };
  const parcels = (packed.parcels ?? []).map((parcel) => ({
    ...BLANK_PARCEL_VIEW,
    signedAt: parcel.last?.at ?? null,
    ...parcel,
  }));
  const last = parcels.at(-1);
  return {
    ...BLANK_SUMMARY,
    totalFen: money.dueFen,
    ...packed,
    money,
    parcels,
    tracking: last === undefined ? null : { billNo: last.billNo, company: last.company, last: last.last },
  };
}

/** A line says only what its order does not say for it; a sole one has the order's id and costs what its goods cost. */
const usualLine = (order: OrderSummary, lines: number): LineView => ({
  ...BLANK_LINE,
  sellerOpenId: order.sellerOpenId,
  orderId: order.orderId,
  status: order.status,
  shipped: true,
  ...(lines === 1 ? { subItemId: order.orderId, amountFen: order.money.goodsFen } : {}),
});

/** Packs the closing view of an order; its lines leave out what the order says for all of them. */
export function packOrderView(view: OrderView): PackedOrderView {
  const { lines, timeline, ...rest } = view;
  const entries = timeline.map(packEntry);
  const workflowId = orderWorkflowId(view.platform, view.orderId);
  const blank = { ...BLANK_ORDER_VIEW, workflowId, ...usualTimes(entries, view.changedAt) };
  return {
    ...packSummary(rest, blank),
    lines: lines.map((line) => without(line, usualLine(view, lines.length))),
    timeline: entries,
  };
}

/** Reads the closing view of an order. */
export function unpackOrderView(packed: PackedOrderView): OrderView {
  const summary = unpackSummary(packed);
  const { lines = [], timeline = [] } = packed;
  return {
    ...BLANK_ORDER_VIEW,
    workflowId: orderWorkflowId(packed.platform ?? BLANK_ORDER_VIEW.platform, summary.orderId),
    ...usualTimes(timeline, packed.changedAt),
    ...packed,
    ...summary,
    lines: lines.map((line) => ({ ...usualLine(summary, lines.length), ...line })),
    timeline: timeline.map(unpackEntry),
  };
}

/** Packs the closing view of a purchase. */
export function packPurchaseView(view: PurchaseView): PackedPurchaseView {
  const { lines, orders, timeline, ...rest } = view;
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

/** Reads the closing view of a purchase. */
export function unpackPurchaseView(packed: PackedPurchaseView): PurchaseView {
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
