import type { Client } from '@temporalio/client';
import {
  isClosedStage,
  type LineView,
  type OrderSummary,
  type OrderView,
  orderWorkflowId,
  type PackedOrderView,
  type PackedPurchaseView,
  type Platform,
  type PurchaseFacts,
  type PurchaseView,
  purchaseWorkflowId,
  type RunFacts,
  type SentToQueue,
  unpackOrderView,
  unpackPurchaseView,
} from '../contract/index.ts';
import { orderIdSchema, purchaseIdSchema } from '../contract/schemas.ts';
import { InternalError, isPandaponOrdersError, NotFoundError } from './errors.ts';
import { mapBounded } from './map-bounded.ts';
import { askRun, QUERY_DEADLINE_MS, type RunAnswer, type RunRef } from './run-answer.ts';
import { waitingFor } from './waiting.ts';

/** Orders of one purchase that are asked at the same time. */
const ORDERS_AT_ONCE = 20;
/** What remains for the orders once their purchase has answered, however late it was. */
const ORDERS_AT_LEAST_MS = 500;

/** The run of a purchase. @throws NotFoundError for what can't be an id: it is not repeated in any message. */
export function purchaseRun(id: string): RunRef {
  if (!purchaseIdSchema.safeParse(id).success) throw new NotFoundError('purchase: no id looks like this');
  return { kind: 'purchase', workflowId: purchaseWorkflowId(id), name: `purchase ${id}` };
}

/** The run of an order. @throws NotFoundError for what can't be an id. */
export function orderRun(platform: Platform, orderId: string): RunRef {
  if (!orderIdSchema.safeParse(orderId).success) throw new NotFoundError('order: no id looks like this');
  return { kind: 'order', workflowId: orderWorkflowId(platform, orderId), name: `order ${orderId}` };
}

/** What a run answers to the query (`view` ...) or has returned (`packed`); its own code wrote it, so this edge trusts it. */
interface PurchaseAnswer extends RunAnswer {
  view?: PurchaseView;
  packed?: PackedPurchaseView;
  facts?: PurchaseFacts;
  openOrders?: string[];
  sent?: SentToQueue | null;
}
interface OrderAnswer extends RunAnswer {
  view?: OrderView;
  packed?: PackedOrderView;
  facts?: RunFacts;
  sent?: SentToQueue | null;
}

/** Reads what a purchase run answered or returned. */
export function readPurchase(answer: PurchaseAnswer, run: RunRef) {
  const { packed, facts, openOrders = [], sent = null } = answer;
  const view = answer.view ?? (packed === undefined ? noView(run) : unpackPurchaseView(packed, facts));
  return { view, openOrders, sent };
}

/** Reads what an order run answered or returned. */
export function readOrder(answer: OrderAnswer, run: RunRef) {
  const { packed, facts, sent = null } = answer;
  const view = answer.view ?? (packed === undefined ? noView(run) : unpackOrderView(packed, facts));
  return { view, sent };
}

function noView(run: RunRef): never {
  throw new InternalError(`${run.name}: its run answered no view`);
}

/** The view of an order, exact as of now. An ended one needs no worker. */
export async function viewOrder(client: Client, platform: Platform, orderId: string): Promise<OrderView> {
  const run = orderRun(platform, orderId);
  const { view, sent } = readOrder(await askRun(client, run), run);
  return { ...view, waiting: await waitingFor(client, run, sent) };
}

/** A purchase as it stands, and the runs that can change it. */
export interface PurchaseSight {
  view: PurchaseView;
  /** Its open orders. */
  runs: RunRef[];
}

/** The view of a purchase with the views of its open orders in it, exact as of now. A closed one needs no worker. */
export async function seePurchase(client: Client, id: string): Promise<PurchaseSight> {
  const run = purchaseRun(id);
  const began = Date.now();
  const { view, openOrders, sent } = readPurchase(await askRun(client, run), run);
  const left = Math.max(ORDERS_AT_LEAST_MS, QUERY_DEADLINE_MS - (Date.now() - began));
  const runs = openOrders.map((orderId) => orderRun(view.platform, orderId));
  const orders = await mapBounded(runs, ORDERS_AT_ONCE, (order) => seeOrder(client, order, left));
  const seen = orders.filter((order) => order !== null);
  const merged = mergeOrders(
    view,
    seen.map((order) => order.view),
  );
  const waits = [{ run, sent }, ...seen.map((order) => ({ run: order.run, sent: order.sent }))];
  return { view: { ...merged, waiting: await firstWait(client, waits) }, runs };
}

/** The view of a purchase alone. */
export async function viewPurchase(client: Client, id: string): Promise<PurchaseView> {
  const { view } = await seePurchase(client, id);
  return view;
}

async function seeOrder(client: Client, run: RunRef, deadlineMs: number) {
  try {
    return { run, ...readOrder(await askRun(client, run, deadlineMs), run) };
  } catch (error) {
    // The purchase knows an order a moment before its run stands, and a run that broke must not hide the others:
    // then what the purchase heard last counts.
    if (isPandaponOrdersError(error, 'NOT_FOUND') || isPandaponOrdersError(error, 'INTERNAL')) return null;
    throw error;
  }
}

async function firstWait(client: Client, waits: { run: RunRef; sent: SentToQueue | null }[]) {
  const sent = waits.filter((wait) => wait.sent !== null);
  const all = await mapBounded(sent, ORDERS_AT_ONCE, (wait) => waitingFor(client, wait.run, wait.sent));
  const oldest = all.filter((wait) => wait !== null).sort((a, b) => a.since.localeCompare(b.since));
  return oldest[0] ?? null;
}

/**
 * A purchase's own view with fresh views of its open orders: they replace what the purchase last heard of them,
 * lines and sums follow, and the revision is its own (ended orders in it) plus those of the open ones. Pure.
 */
export function mergeOrders(view: PurchaseView, fresh: readonly OrderView[]): PurchaseView {
  if (fresh.length === 0) return view;
  const byId = new Map(fresh.map((order) => [order.orderId, order]));
  const orders = view.orders.map((order) => summaryOf(byId.get(order.orderId) ?? order));
  const known = new Set(view.orders.map((order) => order.orderId));
  const added = fresh.filter((order) => !known.has(order.orderId)).map(summaryOf);
  const all = [...orders, ...added];
  return {
    ...view,
    orders: all,
    lines: view.lines.map((line) => freshLine(line, byId)),
    totalFen: sum(all.filter((order) => order.paid || !isClosedStage(order.stage)).map(dueFen)),
    paidFen: sum(all.map((order) => order.money.paidFen)),
    refundedFen: sum(all.map((order) => order.money.refundedFen)),
    // The purchase has told its orders; until they are settled they say so.
    cancelling: view.cancelling || fresh.some((order) => order.cancelling),
    revision: view.revision + sum(fresh.map((order) => order.revision)),
    changedAt: latest([view, ...fresh].map((each) => each.changedAt)) ?? view.changedAt,
  };
}

const dueFen = (order: OrderSummary): number => order.money.dueFen;
const latest = (instants: string[]): string | undefined => instants.sort().at(-1);
const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);

function freshLine(line: LineView, orders: ReadonlyMap<string, OrderView>): LineView {
  if (line.orderId === null) return line;
  const own = orders.get(line.orderId)?.lines.find((each) => each.line === line.line);
  return own ?? line;
}

/** The members of an order that its purchase shows. */
function summaryOf(order: OrderSummary): OrderSummary {
  const { orderId, sellerOpenId, stage, status, paid, stuck, held, totalFen } = order;
  const { money, parcels, tracking, refunds, dueAt, note } = order;
  return {
    orderId,
    sellerOpenId,
    stage,
    status,
    paid,
    stuck,
    held,
    totalFen,
    money,
    parcels,
    tracking,
    refunds,
    dueAt,
    note,
  };
}
