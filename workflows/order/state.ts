import type { OrderObservation, ParcelObservation } from '../../activities/types.ts';
import {
  type Actor,
  type Held,
  type OrderStage,
  type OrderStatus,
  type PackedObservation,
  type PackedOrderView,
  type Platform,
  type Policy,
  statusOf,
  type TimelineEntry,
  unpackObservation,
} from '../../contract/index.ts';
import type { Shown } from '../attributes.ts';
import type { ParkedAt } from '../park.ts';
import type { SeenKey } from '../seen-keys.ts';
import { hasRefund } from './facts.ts';
import { freshSends, type Sends } from './sends.ts';
import { stageOf } from './stage.ts';

/** What an order run knows and carries: plain JSON, one place, changed only by the functions beside it. */

/** Which line of the purchase an item of this order fulfils. */
export interface OrderLine {
  line: number;
  subItemId: string | null;
  /** How many of the line, where other orders hold the rest; absent: all. */
  quantity?: number | undefined;
}

/** Who may pay: the order run itself, or its purchase (which submits a batch and then hands over). */
export type Payer = 'order' | 'purchase';

/** The input of an `order` run. Members are only ever added. */
export interface OrderInput {
  v: 1;
  purchaseId: string;
  platform: Platform;
  userId: string;
  /** @default none */
  labels?: Record<string, string> | undefined;
  /** What differs from the defaults. */
  policy: Partial<Policy>;
  /** The order as create answered it, or as it was found. */
  order: PackedObservation;
  lines: OrderLine[];
  /** @default 'order' */
  payer?: Payer | undefined;
  ceilingFen: number;
  held?: Held | undefined;
  /** The purchase was cancelled or aborted before the order was known. */
  ending?: { how: 'cancel' | 'abort'; by: Actor } | undefined;
  /** Carried over by continue-as-new. */
  state?: OrderState | undefined;
}

/** Deadlines of an order's life. `refund`: a closed, paid order whose money has not come back. */
export type Deadline = 'pay' | 'ship' | 'stalled' | 'receive' | 'refund';

export interface DeadlineChange {
  /** It starts again from this instant (ms). */
  from?: number | undefined;
  /** It stands at this instant (ms). */
  until?: number | undefined;
  off?: boolean | undefined;
}

export interface OrderState {
  v: 1;
  stage: OrderStage;
  order: OrderObservation;
  parcels: ParcelObservation[];
  payer: Payer;
  ceilingFen: number;
  pay: Sends & { link: string | null };
  confirm: Sends & {
    /** Our own receipt of the whole order was accepted. */
    accepted: boolean;
    /** A receipt of ours went out, whatever its answer. */
    tried: boolean;
    /** A person gave it up: the platform confirms by itself. */
    off: boolean;
    /** A person's word: these items (null: the whole order). */
    asked: { subItemIds: string[] | null; by: Actor } | null;
  };
  cancel: (Sends & { by: Actor }) | null;
  /** A cancel of ours went out, so a close is ours. */
  cancelSent: boolean;
  abort: { by: Actor; atOnce: boolean } | null;
  /** What became of an order that the seller or the platform closed. */
  closed: {
    at: number;
    decision: 'none' | 'rebuy' | 'leave';
    told: boolean;
    /** A refund stood in it when it was first seen closed: then the close is the refund's own. */
    byRefund: boolean;
  } | null;
  /** Looks have kept failing, or the credentials were refused: nothing else happens before one succeeds. */
  trouble: {
    reason: 'PLATFORM_UNAVAILABLE' | 'CREDENTIALS_REFUSED';
    message: string;
    nextTry: number;
    times: number;
  } | null;
  /** The effect that is due has kept being turned away unsent. */
  failing: {
    since: number;
    times: number;
    /** Set once the worker's patience is over: what the last try said. */
    over?: string | undefined;
  } | null;
  /** The platform says our own order is not there. */
  missing: string | null;
  /** A status word that a person said to treat as still open (`MISSING` for an order that is not there). */
  oddAccepted: string | null;
  deadlines: Partial<Record<Deadline, DeadlineChange>>;
  held: Held | null;
  looks: {
    wanted: number;
    taken: number;
    /** The furthest status that hints have claimed since the last look went out. */
    claimed?: OrderStatus | undefined;
    lastAt: number;
    quiet: number;
    by: Actor;
  };
  parked: ParkedAt | null;
  note: string | null;
  revision: number;
  changedAt: string;
  startedAt: string;
  timeline: TimelineEntry[];
  seenKeys: SeenKey[];
  /** Purchase runs that asked to be told of the end. */
  joined: string[];
  /** What attributes and memo show now. */
  shown: Shown;
  /** An effect stands in its queue. */
  sent: { step: string; since: string } | null;
}

/** A purchase's word to its order run (signal `from-purchase`). */
export type FromPurchase =
  | { type: 'hold'; held: Held }
  | { type: 'release'; by: Actor }
  | { type: 'cancel'; by: Actor }
  | { type: 'abort'; by: Actor; atOnce: boolean }
  /** From now on the order run pays. `how`: what a batch submit made of it; `sends` counts that submit. */
  | {
      type: 'handover';
      how: 'order' | 'paid' | 'link' | 'refused';
      ceilingFen: number;
      sends: number;
      payUrl?: string | undefined;
      message?: string | undefined;
    }
  /** Asked by a purchase run that found this run already there (after a Reset). */
  | { type: 'join'; purchaseId: string; workflowId: string };

/** An order run's word to its purchase (signal `from-order`). */
export type FromOrder =
  | { type: 'rebuy'; orderId: string }
  /** `payer`: who may pay it, as its run knows. */
  | { type: 'joined'; orderId: string; payer?: Payer | undefined }
  | { type: 'not-yours'; orderId: string; owner: string }
  | { type: 'ended'; orderId: string; result: OrderResult };

/** What an order run returns: its closing view, packed. */
export interface OrderResult {
  v: 1;
  packed: PackedOrderView;
}

/** What the first reading of a closed order says; null: it is not closed. */
export const closedAs = (order: OrderObservation): OrderState['closed'] =>
  statusOf(order.status) === 'closed'
    ? { at: Date.parse(order.modifiedAt), decision: 'none', told: false, byRefund: hasRefund(order) }
    : null;

/**
 * The state of a fresh order run. `now` in ms. An order that was found rather than just created (paid, closed, in a
 * word nobody knows) is read, with its parcels, before anything else.
 */
export function freshState(input: OrderInput, now: number): OrderState {
  const at = new Date(now).toISOString();
  const order = unpackObservation(input.order);
  const status = statusOf(order.status);
  const state: OrderState = {
    v: 1,
    stage: 'paying',
    order,
    parcels: order.parcels ?? [],
    payer: input.payer ?? 'order',
    ceilingFen: input.ceilingFen,
    pay: { ...freshSends(), link: null },
    confirm: { ...freshSends(), accepted: false, tried: false, off: false, asked: null },
    cancel: input.ending === undefined ? null : { ...freshSends(), by: input.ending.by },
    cancelSent: false,
    abort: input.ending?.how === 'abort' ? { by: input.ending.by, atOnce: false } : null,
    closed: closedAs(order),
    trouble: null,
    failing: null,
    missing: null,
    oddAccepted: null,
    deadlines: {},
    held: input.held ?? null,
    looks: { wanted: status === 'unpaid' ? 0 : 1, taken: 0, lastAt: now, quiet: 0, by: 'system' },
    parked: null,
    note: null,
    revision: 1,
    changedAt: at,
    startedAt: at,
    timeline: [],
    seenKeys: [],
    joined: [],
    shown: { stage: 'paying', reason: null, totalFen: order.dueFen, billNos: [], dueAt: null },
    sent: null,
  };
  state.stage = stageOf(state);
  return state;
}
