import type {
  Command,
  OrderEvent,
  OrderStage,
  OrderView,
  Platform,
  PurchaseStage,
  PurchaseView,
  RunKind,
  StuckReason,
} from '../contract/index.ts';

/** What the gateway needs of the client library; every business rule lives behind it. Errors carry a code of the one table. */
export interface OrdersPort {
  start(body: unknown): Promise<{ created: boolean; view: PurchaseView }>;
  viewPurchase(id: string, wait?: Wait): Promise<PurchaseView>;
  viewOrder(order: OrderName, wait?: Wait): Promise<OrderView>;
  commandPurchase(id: string, command: Command, body: unknown, door: Door): Promise<PurchaseView>;
  commandOrder(order: OrderName, command: Command, body: unknown, door: Door): Promise<OrderView>;
  listPurchases(filter: PurchaseFilter): Promise<Page<PurchaseItem>>;
  listOrders(filter: OrderFilter): Promise<Page<OrderItem>>;
  listStuck(filter: StuckFilter): Promise<Page<StuckItem> & { total: number }>;
  retryStuck(body: unknown, door: Door): Promise<{ results: RetryResult[] }>;
  spending(): Promise<Spending>;
  setSpending(body: unknown, door: Door): Promise<Spending>;
  /** Hands an event to the order's run, without any look-up. `no-run`: there is none, or it has ended. */
  hint(order: OrderName, event: OrderEvent, options: { deadlineMs: number }): Promise<'delivered' | 'no-run'>;
  counts(): Promise<Counts>;
  /** Rejects when Temporal does not answer. */
  ping(options: { deadlineMs: number }): Promise<void>;
}

/** Wait until the view is newer than the revision, at most so many seconds. */
export interface Wait {
  waitSeconds: number;
  revision?: number;
  signal: AbortSignal;
}

/** Through which door a command comes, and under which key it counts once. */
export interface Door {
  /** The name of the API key. */
  operator: string;
  /** The caller's `Idempotency-Key`, or one made for it. */
  idempotencyKey: string;
}

export interface OrderName {
  platform: Platform;
  orderId: string;
}

export interface ListFilter {
  reason?: StuckReason | undefined;
  userId?: string | undefined;
  label?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}
export interface PurchaseFilter extends ListFilter {
  stage?: PurchaseStage | undefined;
  stuck?: boolean | undefined;
  changedAfter?: string | undefined;
}
export interface OrderFilter extends ListFilter {
  stage?: OrderStage | undefined;
  stuck?: boolean | undefined;
  changedAfter?: string | undefined;
  purchaseId?: string | undefined;
  billNo?: string | undefined;
  dueBefore?: string | undefined;
}
export interface StuckFilter extends ListFilter {
  planned?: boolean | undefined;
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}
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
export interface StuckItem {
  kind: RunKind;
  id: string;
  purchaseId: string;
  platform: Platform;
  reason: StuckReason;
  message: string;
  since: string;
  actions: Command[];
  revision: number;
  totalFen: number;
  userId: string;
  labels: Record<string, string>;
  dueAt: string | null;
  payUrl?: string;
  planned: boolean;
}
export interface RetryResult {
  kind: RunKind;
  id: string;
  ok: boolean;
  code?: string;
  detail?: string;
}
export interface Spending {
  state: 'on' | 'off';
  since: string | null;
  by: string | null;
  note: string | null;
}
/** Figures of the metrics, from Temporal's visibility. */
export interface Counts {
  stuck: { reason: StuckReason; count: number }[];
  /** Since when the oldest of them waits; null: nothing waits. */
  oldestStuckSince: string | null;
  open: { kind: RunKind; stage: PurchaseStage | OrderStage; count: number }[];
  spendingOn: boolean;
}
