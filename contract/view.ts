import type { Platform } from './names.ts';
import type { OrderStage, PurchaseOutcome, PurchaseStage } from './stages.ts';
import type { Command, StuckReason } from './stuck.ts';

/**
 * What a run shows of itself. Amounts are integer fen, instants ISO-8601 in UTC, ids strings with exact digits.
 * A view holds no address, no phone number and no name of a person.
 */

/** Who or what moved a run: `system`, `callback`, `poll`, `sweep`, `operator:<key>[/<by>]`, `library:<by>`, `cli:<by>`, `ui:<by>`. */
export type Actor = string;

export interface TimelineEntry {
  at: string;
  what: string;
  detail: string;
  by: Actor;
}

export interface Held {
  since: string;
  /** Released by itself at this instant; null: only by a person. */
  until: string | null;
  by: Actor;
  note: string | null;
}

/** An order that could be ours after an unknown create, and what about it does not match. */
export interface Candidate {
  orderId: string;
  totalFen: number;
  createdAt: string;
  differs: string[];
}

/** A run that waits for a person: why, since when, and what can be said. */
export interface Stuck {
  reason: StuckReason;
  /** The step that stands: `preview`, `create`, `pay`, `track`, `confirm`, `cancel`. */
  step: string;
  /** Names the platform's code and text, or the link. */
  message: string;
  since: string;
  attempts: number;
  actions: Command[];
  /** Changes only when the run parks anew or has taken a command. */
  revision: number;
  /** The plan asks a person; nothing went wrong. */
  planned: boolean;
  dueFen?: number;
  payUrl?: string;
  candidates?: Candidate[];
}

/** One element of the caller's `cargoParamList`. */
export interface LineView {
  line: number;
  specId: string;
  quantity: number;
  sellerOpenId: string | null;
  orderId: string | null;
  subItemId: string | null;
  amountFen: number | null;
  status: string | null;
  shipped: boolean;
  refundedFen: number;
  refused: string | null;
  dropped: boolean;
}

export interface OrderMoney {
  goodsFen: number;
  freightFen: number;
  discountFen: number;
  dueFen: number;
  paidFen: number;
  refundedFen: number;
  paidAt: string | null;
  paymentId: string | null;
}

export interface TraceStep {
  at: string;
  remark: string;
}

export interface ParcelView {
  billNo: string;
  company: string | null;
  status: string | null;
  /** Indexes of the purchase's lines; empty when the platform does not say. */
  lines: number[];
  shippedAt: string | null;
  signedAt: string | null;
  last: TraceStep | null;
}

export interface Tracking {
  billNo: string;
  company: string | null;
  last: TraceStep | null;
}

/** A refund of one order. Filled by the refund runs; empty until then. */
export interface RefundView {
  id: string;
  refundId: string | null;
  status: string;
  amountFen: number;
  lines: number[];
}

/** An order as its purchase shows it. */
export interface OrderSummary {
  orderId: string;
  sellerOpenId: string | null;
  stage: OrderStage;
  /** The platform's own word. */
  status: string;
  paid: boolean;
  stuck: Stuck | null;
  held: Held | null;
  totalFen: number;
  money: OrderMoney;
  parcels: ParcelView[];
  /** The last parcel. */
  tracking: Tracking | null;
  refunds: RefundView[];
  dueAt: string | null;
  note: string | null;
}

/** An effect that stands in its queue: spending is off, or the platform's rate is used up. Filled in by the client. */
export interface Waiting {
  for: 'spending' | 'platform-rate';
  step: string;
  since: string;
}

export interface OrderView extends OrderSummary {
  platform: Platform;
  purchaseId: string;
  workflowId: string;
  runId: string;
  userId: string;
  cancelling: boolean;
  revision: number;
  changedAt: string;
  lines: LineView[];
  timeline: TimelineEntry[];
  labels: Record<string, string>;
  waiting: Waiting | null;
  startedAt: string;
  closedAt: string | null;
}

export interface RefusedMerchant {
  sellerOpenId: string | null;
  errorCode: string;
  errorMsg: string;
  lines: number[];
}

export interface PurchaseView {
  id: string;
  platform: Platform;
  workflowId: string;
  runId: string;
  userId: string;
  stage: PurchaseStage;
  outcome: PurchaseOutcome | null;
  stuck: Stuck | null;
  held: Held | null;
  cancelling: boolean;
  revision: number;
  changedAt: string;
  previewFen: number;
  totalFen: number;
  paidFen: number;
  refundedFen: number;
  lines: LineView[];
  orders: OrderSummary[];
  refused: RefusedMerchant[];
  timeline: TimelineEntry[];
  labels: Record<string, string>;
  /** Reserved for forwarding abroad. */
  forward: null;
  waiting: Waiting | null;
  startedAt: string;
  closedAt: string | null;
}

/** An effect handed to the spend queue, as a run knows it; the client turns it into `waiting`. */
export interface SentToQueue {
  step: string;
  since: string;
}

/** What the `view` query of a purchase answers: the client adds the open orders' own views and `waiting`. */
export interface PurchaseQueryAnswer {
  v: 1;
  view: PurchaseView;
  /** Orders whose own run is open: the client asks each for its view. */
  openOrders: string[];
  sent: SentToQueue | null;
}

/** What the `view` query of an order answers. */
export interface OrderQueryAnswer {
  v: 1;
  view: OrderView;
  sent: SentToQueue | null;
}
