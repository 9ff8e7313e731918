import type { OrderObservation } from '../../activities/types.ts';
import type {
  Actor,
  Candidate,
  PurchaseRequest,
  RefusedMerchant,
  StuckReason,
} from '../../contract/index.ts';

/** One pass of lines through preview, guards and create: what it is, and how it begins. */

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
  /** Previews that were refused in a row. */
  noes: number;
  /** Orders that an answer named though it did not speak of the whole merchant: they exist, whatever the list shows. */
  named: OrderObservation[];
  /** Looks after an unknown create: how many good ones since when (ms), and how long they must go on. */
  find: { reads: number; since: number; settleMs: number; nextAt: number } | null;
  /** When the look-up settled on "not there". */
  settledAt: string | null;
  /** A person asked to look again: whatever is found, nothing is created. */
  onlyLook: boolean;
  /** The last look of a run that was reset: what is not there is not bought. */
  lookBack: boolean;
  /** A person named these orders as ours. */
  adopt: Adoption | null;
  /** A create that was turned away unsent is tried again then (ms). */
  notBefore: number;
  fails: Fails | null;
}

/** Calls that were turned away in a row: since when (ms), and what the last said once the worker's patience was over. */
export interface Fails {
  since: number;
  times: number;
  over?: string | undefined;
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

export const merchantKey = (sellerOpenId: string | null | undefined): string => sellerOpenId ?? '';

/** Spec ids are hex; their case says nothing. */
export const specKey = (specId: string): string => specId.toLowerCase();

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
    noes: 0,
    named: [],
    find: null,
    settledAt: null,
    onlyLook: false,
    lookBack: false,
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
    noes: 0,
    named: [],
    find: { reads: 0, since: 0, settleMs: 0, nextAt: 0 },
    settledAt: null,
    onlyLook: true,
    lookBack: false,
    adopt,
    notBefore: 0,
    fails: null,
  };
}

/** A buy that looks over the settle time whether an earlier life of the run bought the lines, and buys nothing itself. */
export function lookingBackBuy(request: PurchaseRequest, lines: number[], no: number): Buy {
  const buy = freshBuy(request, lines, no);
  for (const merchant of buy.merchants) merchant.phase = 'unknown';
  return { ...buy, phase: 'find', find: { reads: 0, since: 0, settleMs: 0, nextAt: 0 }, lookBack: true };
}

/** Lines of the merchants whose create neither went out nor is looked up. */
export const openLines = (buy: Buy): number[] =>
  buy.merchants.filter(({ phase }) => phase === 'open').flatMap(({ lines }) => lines);
