import type {
  BulkResult,
  Counts,
  Hint,
  OrderCommand,
  OrderFilter,
  OrderItem,
  Page,
  PageOptions,
  PurchaseCommand,
  PurchaseFilter,
  PurchaseItem,
  Spending,
  StuckFilter,
  StuckPage,
  WaitOptions,
} from '../client/index.ts';
import type { OrderView, Platform, PurchaseView } from '../contract/index.ts';

/**
 * What the gateway asks of the client library, one call per route. Every business rule lives behind it; bodies go in as
 * they came, errors come out with a code of the one table.
 */
export interface OrdersPort {
  start(body: unknown): Promise<{ created: boolean; view: PurchaseView }>;
  viewPurchase(id: string): Promise<PurchaseView>;
  waitForPurchase(id: string, wait: Wait): Promise<PurchaseView>;
  viewOrder(order: OrderName): Promise<OrderView>;
  waitForOrder(order: OrderName, wait: Wait): Promise<OrderView>;
  commandPurchase(id: string, command: PurchaseCommand, said: Said): Promise<PurchaseView>;
  commandOrder(order: OrderName, command: OrderCommand, said: Said): Promise<OrderView>;
  listPurchases(filter: PurchaseFilter, page: PageOptions): Promise<Page<PurchaseItem>>;
  listOrders(filter: OrderFilter, page: PageOptions): Promise<Page<OrderItem>>;
  listStuck(filter: StuckFilter, page: PageOptions): Promise<StuckPage>;
  retryStuck(said: Said): Promise<{ results: BulkResult[] }>;
  spending(): Promise<Spending>;
  switchSpending(said: Said): Promise<Spending>;
  hint(hint: Hint, deadlineMs: number): Promise<{ delivered: boolean }>;
  counts(): Promise<Counts>;
  /** Rejects with `TEMPORAL_UNAVAILABLE` when Temporal does not answer within a second. */
  ping(): Promise<void>;
}

export interface OrderName {
  platform: Platform;
  orderId: string;
}

/** Without a revision: for the next change from now on. */
export type Wait = Omit<WaitOptions, 'revision'> & { revision?: number | undefined };

/** What a person said: its body as it came, the name of the key, and under which key of its own it counts once. */
export interface Said {
  body: unknown;
  operator: string;
  idempotencyKey: string;
}
