import type { Client } from '@temporalio/client';
import type { OrderStage, Platform, PurchaseStage, StuckReason } from '../contract/index.ts';
import {
  type OrderFilter,
  orderFilterSchema,
  type PageOptions,
  type PurchaseFilter,
  pageSchema,
  purchaseFilterSchema,
  readFilter,
} from './filters.ts';
import { cursorFor, type ListedRun, listRuns, positionIn, visibilityQuery } from './visibility.ts';

/** A purchase in a list; its view says more, and exactly. */
export interface PurchaseItem {
  id: string;
  stage: PurchaseStage;
  stuckReason: StuckReason | null;
  totalFen: number;
  userId: string;
  labels: Record<string, string>;
  startedAt: string;
  changedAt: string;
  closedAt: string | null;
}

/** An order in a list; its view says more, and exactly. */
export interface OrderItem {
  platform: Platform;
  orderId: string;
  purchaseId: string;
  stage: OrderStage;
  stuckReason: StuckReason | null;
  totalFen: number;
  userId: string;
  labels: Record<string, string>;
  billNos: string[];
  dueAt: string | null;
  changedAt: string;
}

export interface Page<Item> {
  items: Item[];
  /** null: there is no more. */
  nextCursor: string | null;
}

/** A list: page by page, or item by item with `for await`. */
export interface Listing<Item, P extends Page<Item> = Page<Item>> extends AsyncIterable<Item> {
  page(options?: PageOptions): Promise<P>;
}

const LARGEST_PAGE = 200;

/** A list out of its pages. */
function listing<Item>(page: (options: PageOptions) => Promise<Page<Item>>): Listing<Item> {
  return {
    page: (options = {}) => page(options),
    async *[Symbol.asyncIterator]() {
      let cursor: string | undefined;
      do {
        const { items, nextCursor } = await page({ limit: LARGEST_PAGE, cursor });
        yield* items;
        cursor = nextCursor ?? undefined;
      } while (cursor !== undefined);
    },
  };
}

/** Purchases, newest first. @throws InvalidError for a filter that does not fit. */
export function listPurchases(client: Client, filter: PurchaseFilter = {}): Listing<PurchaseItem> {
  const query = visibilityQuery(['purchase'], readFilter(purchaseFilterSchema, filter));
  return listing((options) => pageOf(client, query, options, purchaseItem));
}

/** Orders, newest first. @throws InvalidError for a filter that does not fit. */
export function listOrders(client: Client, filter: OrderFilter = {}): Listing<OrderItem> {
  const query = visibilityQuery(['order'], readFilter(orderFilterSchema, filter));
  return listing((options) => pageOf(client, query, options, orderItem));
}

async function pageOf<Item>(
  client: Client,
  query: string,
  options: PageOptions,
  itemOf: (run: ListedRun) => Item,
): Promise<Page<Item>> {
  const { limit, cursor } = readFilter(pageSchema, options);
  const position = positionIn(query, cursor);
  const token = position === undefined ? undefined : Buffer.from(position, 'base64url');
  const { runs, next } = await listRuns(client, query, { size: limit, token });
  return {
    items: runs.map(itemOf),
    nextCursor: next === null ? null : cursorFor(query, Buffer.from(next).toString('base64url')),
  };
}

/** Platform and order id out of `order:<platform>:<orderId>`. */
export function orderIdIn(workflowId: string): { platform: Platform; orderId: string } {
  const [, platform, orderId = ''] = workflowId.split(':');
  return { platform: platform === 'taobao' ? 'taobao' : '1688', orderId };
}

// The words in attributes are our runs' own; a terminated run keeps the attributes it had; only an open one waits for anything.
const stuckReasonOf = (run: ListedRun): StuckReason | null =>
  run.open ? (run.stuckReason as StuckReason | null) : null;

const purchaseItem = (run: ListedRun): PurchaseItem => ({
  id: run.purchaseId,
  stage: run.stage as PurchaseStage,
  stuckReason: stuckReasonOf(run),
  totalFen: run.totalFen,
  userId: run.userId,
  labels: run.labels,
  startedAt: run.startedAt,
  changedAt: run.changedAt ?? run.startedAt,
  closedAt: run.closedAt,
});

const orderItem = (run: ListedRun): OrderItem => ({
  ...orderIdIn(run.workflowId),
  purchaseId: run.purchaseId,
  stage: run.stage as OrderStage,
  stuckReason: stuckReasonOf(run),
  totalFen: run.totalFen,
  userId: run.userId,
  labels: run.labels,
  billNos: run.billNos,
  dueAt: run.dueAt,
  changedAt: run.changedAt ?? run.startedAt,
});
