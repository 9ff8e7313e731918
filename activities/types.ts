import type { Platform } from '../contract/names.ts';
import type { OrderObservation } from '../contract/observation.ts';
import type { PurchaseRequest } from '../contract/purchase.ts';
import type { Candidate, RefusedMerchant } from '../contract/view.ts';

/**
 * What runs and activities say to each other. Members are only ever added, and added ones are optional.
 * Amounts are integer fen, ids strings with exact digits, instants ISO-8601 UTC. Nothing here holds personal data,
 * except `request`, which carries the receiver in.
 */

/** The call did not reach the platform, or was turned away before it did anything: it may be sent again. */
export interface NotSent {
  kind: 'not-sent';
  message: string;
  /** From `Retry-After`. */
  retryAfterSeconds: number | null;
  /** `PATIENCE_SECONDS` of the worker: after so long the run says `PLATFORM_UNAVAILABLE`. */
  patienceSeconds: number;
}
/** 401 or 403: nothing was done, and nothing is tried again until a person says so. */
export interface CredentialsRefused {
  kind: 'credentials';
  message: string;
}
/** A look has kept failing for `PATIENCE_SECONDS` (or once, when `patient` was false). */
export interface Unavailable {
  kind: 'unavailable';
  message: string;
}
/** Our own order is not there any more (`code` 404). */
export interface Missing {
  kind: 'missing';
  message: string;
}

interface Target {
  platform: Platform;
  userId: string;
}

// --- preview: a look -------------------------------------------------------------------------------------------

export interface PreviewInput extends Target {
  purchaseId: string;
  request: PurchaseRequest;
  /** Indexes into `request.cargoParamList` of the lines to price. */
  lines: number[];
  /** False: answer `unavailable` at the first failure, because the run is parked already. @default true */
  patient?: boolean | undefined;
}
export interface MerchantPreview {
  sellerOpenId: string | null;
  previewFen: number;
  goodsFen: number;
  freightFen: number;
}
export type PreviewResult =
  | { kind: 'previewed'; merchants: MerchantPreview[] }
  /** A definite no, for some merchants or for all; nothing was sent. Also a body that does not fit (`INVALID`, pointer in `errorMsg`). */
  | { kind: 'refused'; refused: RefusedMerchant[] }
  | CredentialsRefused
  | Unavailable;

// --- create: an effect, and the look that finds what an unknown one did -----------------------------------------

export interface CreateInput extends Target {
  purchaseId: string;
  /** Counts every create call sent for this purchase, this one included: the tag's number. */
  n: number;
  request: PurchaseRequest;
  lines: number[];
  tag: boolean;
  postedAt: string;
  /** It may have been sent before (n > 1, turned away, or the run is not the first of its purchase). */
  mayHaveBeenSent: boolean;
  /**
   * When the look-up last settled on "not there" (three good reads over the settle time); null: it has not; absent:
   * nothing was sent that it could have found.
   */
  settledAt?: string | null | undefined;
  /** Orders that are ours already. */
  known: string[];
}
/** An order as the list or the create answer shows it. */
export interface FoundOrder {
  observation: OrderObservation;
  /** The purchase whose run already tracks it; null: nobody's. */
  ownedBy: string | null;
  /** What does not match what was sent, besides the items, which the run judges itself (tag off: receiver, time). */
  differs: string[];
}
export type CreateResult =
  | {
      kind: 'answered';
      /** All orders of the answer, those of a split included. */
      orders: OrderObservation[];
      refused: RefusedMerchant[];
      /** Merchants that the answer does not mention, or whose element can't be read: unknown. */
      missing: (string | null)[];
      /** Those of the orders that another purchase had taken by then; only asked with the tag off. */
      owners?: { orderId: string; ownedBy: string }[] | undefined;
      settleSeconds: number;
    }
  /** The look in the sending task found orders of ours: nothing was sent. */
  | { kind: 'found'; orders: FoundOrder[]; settleSeconds: number }
  /** It may have been sent before and the look-up has not settled: nothing was sent. */
  | { kind: 'look-first'; settleSeconds: number }
  /** The whole call was refused with a definite no (also a body that does not fit: code `INVALID`). */
  | { kind: 'refused'; code: string; message: string }
  | { kind: 'unknown'; message: string; settleSeconds: number }
  | NotSent
  | CredentialsRefused;

export interface FindInput extends Target {
  purchaseId: string;
  request: PurchaseRequest;
  /** The lines whose create is unknown. */
  lines: number[];
  tag: boolean;
  postedAt: string;
  known: string[];
  /** Look at just these orders (adopt), whatever they carry. */
  only?: string[] | undefined;
  patient?: boolean | undefined;
}
export type FindResult =
  /** One good read of the whole list window. `missing`: ids of `only` that do not exist or are another user's. */
  | { kind: 'read'; at: string; orders: FoundOrder[]; missing: string[]; settleSeconds: number }
  | CredentialsRefused
  | Unavailable;

// --- looks and effects of one order -----------------------------------------------------------------------------

export interface ObserveInput extends Target {
  orderId: string;
  /** Read the trace too (from the first parcel until all is signed for). */
  trace: boolean;
  patient?: boolean | undefined;
}
export type ObserveResult =
  | { kind: 'seen'; order: OrderObservation }
  | Missing
  | CredentialsRefused
  | Unavailable;

export interface PayInput extends Target {
  orderId: string;
  /** The most this order may cost. */
  ceilingFen: number;
  /** The run was reset: a payment that its earlier life sent may still be out. */
  reset?: boolean | undefined;
}
export type PayResult =
  | { kind: 'paid'; order: OrderObservation; sent: boolean }
  /** Sent, and the order read back afterwards still is unpaid (whatever the answer said). */
  | { kind: 'unpaid'; order: OrderObservation; message: string }
  | { kind: 'link'; order: OrderObservation; payUrl: string }
  /** A definite no. */
  | { kind: 'refused'; order: OrderObservation | null; code: string; message: string }
  /** Sent, and it could not be read back. */
  | { kind: 'unknown'; message: string }
  /** Read before sending: nothing was sent. */
  | { kind: 'above-ceiling'; order: OrderObservation }
  | { kind: 'not-payable'; order: OrderObservation }
  | Missing
  | NotSent
  | CredentialsRefused;

export interface PayBatchInput extends Target {
  purchaseId: string;
  /** At most 30. */
  orders: { orderId: string; ceilingFen: number }[];
  /** As of `PayInput`. */
  reset?: boolean | undefined;
}
export type PayBatchResult =
  /** Each order's own outcome, from the reads before and after the one submit. */
  { kind: 'submitted'; orders: { orderId: string; result: PayResult }[] } | NotSent | CredentialsRefused;

export interface ConfirmInput extends Target {
  orderId: string;
  /** Which items; null: every one not refunded whole. */
  subItemIds: string[] | null;
  /** A person's word stands for "signed for". */
  signedByPerson: boolean;
}
export type ConfirmResult =
  | { kind: 'confirmed'; order: OrderObservation; sent: boolean }
  /** Read before sending, a condition does not hold: nothing was sent. */
  | {
      kind: 'not-ready';
      order: OrderObservation;
      why: 'not-shipped' | 'not-signed' | 'refund-open' | 'closed' | 'odd';
    }
  | { kind: 'refused'; order: OrderObservation | null; code: string; message: string }
  /** Sent; what was read back does not show it. */
  | { kind: 'unconfirmed'; order: OrderObservation; message: string }
  | { kind: 'unknown'; message: string }
  | Missing
  | NotSent
  | CredentialsRefused;

export interface CancelInput extends Target {
  orderId: string;
}
export type CancelResult =
  /** The order reads closed. */
  | { kind: 'cancelled'; order: OrderObservation; sent: boolean }
  /** `CLOSE_ORDER_TOO_FAST`: wait and send again. */
  | { kind: 'too-early'; order: OrderObservation; retryAfterSeconds: number }
  /** The order is paid: it is left running. */
  | { kind: 'paid'; order: OrderObservation }
  | { kind: 'refused'; order: OrderObservation | null; code: string; message: string }
  /** Sent, and the order read back is still open and unpaid. */
  | { kind: 'still-open'; order: OrderObservation; message: string }
  | { kind: 'unknown'; message: string }
  | Missing
  | NotSent
  | CredentialsRefused;

/** On the queue `pandapon-api`: looks, and what spends nothing. */
export interface ApiActivities {
  preview(input: PreviewInput): Promise<PreviewResult>;
  find(input: FindInput): Promise<FindResult>;
  observe(input: ObserveInput): Promise<ObserveResult>;
  cancel(input: CancelInput): Promise<CancelResult>;
}

/** On the queue `pandapon-spend`: whatever moves money. */
export interface SpendActivities {
  create(input: CreateInput): Promise<CreateResult>;
  pay(input: PayInput): Promise<PayResult>;
  payBatch(input: PayBatchInput): Promise<PayBatchResult>;
  confirm(input: ConfirmInput): Promise<ConfirmResult>;
}

export type { ItemObservation, OrderObservation, ParcelObservation } from '../contract/observation.ts';
export type { Candidate };
