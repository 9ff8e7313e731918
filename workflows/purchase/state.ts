import type { OrderObservation } from '../../activities/types.ts';
import type {
  Actor,
  Candidate,
  Held,
  OrderView,
  PackedPurchaseView,
  PurchaseInput,
  PurchaseRequest,
  PurchaseStage,
  RefusedMerchant,
  StuckReason,
  TimelineEntry,
} from '../../contract/index.ts';
import type { Shown } from '../attributes.ts';
import type { FromPurchase, Payer } from '../order/state.ts';
import type { ParkedAt } from '../park.ts';
import type { SeenKey } from '../seen-keys.ts';

/** What a purchase run knows: plain JSON, one place, changed only by the functions beside it. */

/** Where one line of the request stands. Its SKU and quantity are in the request, under the same index. */
export interface Line {
  line: number;
  phase: 'wanted' | 'buying' | 'ordered' | 'parked' | 'dropped';
  orderId: string | null;
  subItemId: string | null;
  refused: string | null;
}

/** One merchant within a buy. The key is its `sellerOpenId`, or '' where the request names none. */
export interface BuyMerchant {
  key: string;
  lines: number[];
  previewFen: number;
  phase: 'open' | 'unknown' | 'settled';
}

/**
 * One pass of lines through preview, guards and create. There is one at a time; what it can't settle is parked, and
 * its end makes room for the next one (a corrected line, an order bought again).
 */
export interface Buy {
  /** Counts the buys of this purchase, from 1. */
  no: number;
  phase: 'preview' | 'preview-refused' | 'create' | 'find';
  lines: number[];
  merchants: BuyMerchant[];
  refused: RefusedMerchant[];
  /** Looks after an unknown create: how many good ones since when (ms), and how long they must go on. */
  find: { reads: number; since: number; settleMs: number; nextAt: number } | null;
  /** When the look-up settled on "not there". */
  settledAt: string | null;
  /** A person asked to look again: whatever is found, nothing is created. */
  onlyLook: boolean;
  /** A person named these orders as ours. */
  adopt: Adoption | null;
  /** A create that was turned away unsent is tried again then (ms). */
  notBefore: number;
  fails: { since: number; times: number; over?: string | undefined } | null;
}

/** Orders that a person named as ours, and what was waiting until then. */
export interface Adoption {
  orders: string[];
  by: Actor;
  reason: StuckReason;
  candidates: Candidate[];
}

/** A parked merchant that is looked up again, which never creates. */
export interface LookAgain {
  key: string;
  lines: number[];
  previewFen: number;
  adopt: Adoption | null;
}

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
  lines: { line: number; subItemId: string | null }[];
  dueFen: number;
  ceilingFen: number;
  payer: Payer;
  /** `to-start`: its run must be started; `joining`: a run was there already and was asked whose it is. */
  run: 'to-start' | 'open' | 'joining' | 'ended';
  /** Kept until the run is started. */
  observation: OrderObservation | null;
  /** Its closing view; null while open, or when the run was terminated. */
  result: OrderView | null;
  /** Its lines are bought again: it is no part of the sum any more. */
  rebought: boolean;
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
  buy: Buy | null;
  buys: number;
  previews: Record<string, number>;
  /** A person's yes: the sum may reach this; `hard`: no matter what the policy allows. */
  approved: { upToFen: number; hard: boolean } | null;
  orders: BoughtOrder[];
  parks: ParkedMerchant[];
  looksAgain: LookAgain[];
  refused: RefusedMerchant[];
  /** Words to order runs that wait to be sent. */
  outbox: { orderId: string; word: FromPurchase }[];
  submit: { notBefore: number };
  /** A person wants the unpaid orders read again before the budget is judged. */
  readAgain: boolean;
  trouble: {
    reason: 'PLATFORM_UNAVAILABLE' | 'CREDENTIALS_REFUSED';
    message: string;
    nextTry: number;
    step: string;
  } | null;
  held: Held | null;
  ending: { how: 'cancel' | 'abort'; by: Actor; atOnce: boolean } | null;
  /** What stops all of it. */
  stopped: ParkedAt | null;
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
}

export const merchantKey = (sellerOpenId: string | null | undefined): string => sellerOpenId ?? '';

const freshLine = (line: number): Line => ({
  line,
  phase: 'wanted',
  orderId: null,
  subItemId: null,
  refused: null,
});

/** Lines for a request whose indexes begin anew. */
export const freshLines = (request: PurchaseRequest): Line[] =>
  request.cargoParamList.map((_, line) => freshLine(line));

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
    buy: null,
    buys: 0,
    previews: {},
    approved: null,
    orders: [],
    parks: [],
    looksAgain: [],
    refused: [],
    outbox: [],
    submit: { notBefore: 0 },
    readAgain: false,
    trouble: null,
    held: null,
    ending: null,
    stopped: null,
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

/** Lines of a buy, grouped by merchant in the order in which they first appear. */
export function groupByMerchant(request: PurchaseRequest, lines: readonly number[]): BuyMerchant[] {
  const merchants: BuyMerchant[] = [];
  for (const line of lines) {
    const key = merchantKey(request.cargoParamList[line]?.sellerOpenId);
    const known = merchants.find((merchant) => merchant.key === key);
    if (known === undefined) merchants.push({ key, lines: [line], previewFen: 0, phase: 'open' });
    else known.lines.push(line);
  }
  return merchants;
}

/** A buy that begins with a preview. */
export function freshBuy(request: PurchaseRequest, lines: number[], no: number): Buy {
  return {
    no,
    phase: 'preview',
    lines,
    merchants: groupByMerchant(request, lines),
    refused: [],
    find: null,
    settledAt: null,
    onlyLook: false,
    adopt: null,
    notBefore: 0,
    fails: null,
  };
}

/** A buy that only looks: for a merchant that is parked after an unknown create. */
export function lookingBuy(again: LookAgain, no: number): Buy {
  const { key, lines, previewFen, adopt } = again;
  return {
    no,
    phase: 'find',
    lines,
    merchants: [{ key, lines, previewFen, phase: 'unknown' }],
    refused: [],
    find: { reads: 0, since: 0, settleMs: 0, nextAt: 0 },
    settledAt: null,
    onlyLook: true,
    adopt,
    notBefore: 0,
    fails: null,
  };
}

/** Sets the phase of lines. */
export function moveLines(
  state: PurchaseState,
  lines: readonly number[],
  phase: Line['phase'],
  refused?: string,
): void {
  for (const line of state.lines) {
    if (!lines.includes(line.line)) continue;
    line.phase = phase;
    line.refused = refused ?? null;
    if (phase === 'wanted' || phase === 'dropped') {
      line.orderId = null;
      line.subItemId = null;
    }
  }
}

/** The lines that the outcome is measured by are those of the first send, also where only a look tells that there was one. */
export function markFirstSent(state: PurchaseState): void {
  state.firstSent ??= state.lines.filter((line) => line.phase !== 'dropped').map((line) => line.line);
}

export const linesIn = (state: PurchaseState, phase: Line['phase']): number[] =>
  state.lines.filter((line) => line.phase === phase).map((line) => line.line);

export const openOrders = (state: PurchaseState): BoughtOrder[] =>
  state.orders.filter((order) => order.run !== 'ended');
