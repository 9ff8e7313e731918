import type { OrderObservation } from '../../activities/types.ts';
import type {
  Actor,
  Held,
  OrderView,
  PackedPurchaseView,
  PurchaseFacts,
  PurchaseInput,
  PurchaseRequest,
  PurchaseStage,
  RefusedMerchant,
  TimelineEntry,
} from '../../contract/index.ts';
import type { Shown } from '../attributes.ts';
import type { FromPurchase, OrderLine, Payer } from '../order/state.ts';
import type { ParkedAt } from '../park.ts';
import type { SeenKey } from '../seen-keys.ts';
import type { Buy, Fails, LookAgain } from './buy.ts';
import { freshLines, type Line } from './lines.ts';

/** What a purchase run knows: plain JSON, one place, changed only by the functions beside it. */

/** A merchant whose create waits for a person, while the others go on. */
export interface ParkedMerchant extends ParkedAt {
  key: string;
  lines: number[];
  previewFen: number;
}

/** A platform order of this purchase and its run. */
export interface BoughtOrder {
  orderId: string;
  /** The buy that made it. */
  buyNo: number;
  key: string;
  lines: OrderLine[];
  dueFen: number;
  ceilingFen: number;
  payer: Payer;
  /**
   * `to-start`: its run must be started; `starting`: it is, with what was known by then; `joining`: a run was there
   * already, perhaps another purchase's, and was asked whose it is.
   */
  run: 'to-start' | 'starting' | 'open' | 'joining' | 'ended';
  /** Kept until the run is started. */
  observation: OrderObservation | null;
  /** Its closing view; null while open, or when the run was terminated. */
  result: OrderView | null;
  /** Its lines are bought again: it is no part of the sum any more. */
  rebought: boolean;
  /** They are still to be bought: as soon as no other buy has them. */
  rebuyDue: boolean;
  /** Held from its start, by the plan; until it is paid by its own run, the purchase keeps to it. */
  held: Held | null;
  status: string;
  createdAt: string;
}

export interface PurchaseState {
  v: 1;
  stage: PurchaseStage;
  request: PurchaseRequest;
  /** Indexes the request had when it was first sent. */
  firstSent: number[] | null;
  lines: Line[];
  /** Create calls sent so far: the tag's number. */
  n: number;
  /** A create was turned away: not every "too many calls" is said before anything was done. */
  turnedAway: boolean;
  buy: Buy | null;
  buys: number;
  previews: Record<string, number>;
  /** A person's yes: the sum may reach this; `hard`: no matter what the policy allows. */
  approved: { upToFen: number; hard: boolean } | null;
  orders: BoughtOrder[];
  parks: ParkedMerchant[];
  looksAgain: LookAgain[];
  /** Orders with our tag that a person left alone: no look takes them for ours. */
  leftAlone: string[];
  refused: RefusedMerchant[];
  /** Words to order runs that wait to be sent. */
  outbox: { orderId: string; word: FromPurchase }[];
  /** A batch submit that was turned away unsent is tried again then (ms). */
  submit: { notBefore: number; fails: Fails | null };
  /** A person wants the unpaid orders read again before the budget is judged. */
  readAgain: boolean;
  trouble: {
    reason: 'PLATFORM_UNAVAILABLE' | 'CREDENTIALS_REFUSED';
    message: string;
    nextTry: number;
    times: number;
    step: string;
  } | null;
  held: Held | null;
  /** The run was reset, so its earlier life may have bought what this one does not know of. */
  lookBack: boolean;
  ending: { how: 'cancel' | 'abort'; by: Actor; atOnce: boolean } | null;
  /** What stops all of it. */
  parked: ParkedAt | null;
  revision: number;
  changedAt: string;
  startedAt: string;
  timeline: TimelineEntry[];
  seenKeys: SeenKey[];
  shown: Shown;
  sent: { step: string; since: string } | null;
}

/** What a purchase run returns: its closing view, packed. */
export interface PurchaseResult {
  v: 1;
  packed: PackedPurchaseView;
  /** So that whoever waits for the end need not ask Temporal once more. */
  facts: PurchaseFacts;
}

/** The state of a fresh purchase run. `now` in ms. */
export function freshPurchase(input: PurchaseInput, now: number): PurchaseState {
  const at = new Date(now).toISOString();
  return {
    v: 1,
    stage: 'previewing',
    request: input.request,
    firstSent: null,
    lines: freshLines(input.request),
    n: 0,
    turnedAway: false,
    buy: null,
    buys: 0,
    previews: {},
    approved: null,
    orders: [],
    parks: [],
    looksAgain: [],
    leftAlone: [],
    refused: [],
    outbox: [],
    submit: { notBefore: 0, fails: null },
    readAgain: false,
    trouble: null,
    held: null,
    lookBack: false,
    ending: null,
    parked: null,
    revision: 1,
    changedAt: at,
    startedAt: at,
    timeline: [
      { at, what: 'created', detail: `${input.request.cargoParamList.length} line(s)`, by: 'system' },
    ],
    seenKeys: [],
    shown: { stage: 'previewing', reason: null, totalFen: 0, billNos: [], dueAt: null },
    sent: null,
  };
}

/** The lines that the outcome is measured by are those of the first send, also where only a look tells that there was one. */
export function markFirstSent(state: PurchaseState): void {
  state.firstSent ??= state.lines.filter((line) => line.phase !== 'dropped').map((line) => line.line);
}

/** Whether an earlier create could have made orders, so that the next one looks before it sends. */
export const mayHaveBeenSent = ({ n, turnedAway }: PurchaseState): boolean => n > 0 || turnedAway;

export const openOrders = (state: PurchaseState): BoughtOrder[] =>
  state.orders.filter((order) => order.run !== 'ended');

/** Open orders that are not handed over to their own runs yet: the purchase pays them, or does not let them be paid. */
export const unhandedOrders = (state: PurchaseState): BoughtOrder[] =>
  openOrders(state).filter(({ payer }) => payer === 'purchase');

/** Orders that no look takes for an unknown create's: ours already, left alone by a person, or waiting for one. */
export const knownOrders = (state: PurchaseState): string[] => [
  ...state.orders.map(({ orderId }) => orderId),
  ...state.leftAlone,
  ...state.parks.flatMap(({ candidates = [] }) => candidates.map(({ orderId }) => orderId)),
];
