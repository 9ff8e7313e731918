/**
 * The platform's words for where a 1688 order stands (docs/reference/platform.md, "Order life"). This file imports
 * nothing, so that deterministic code may use it.
 */

/** What a word means for us. `unknown`: a word this version does not know; no effect is sent on it. */
export type OrderStatus =
  | 'unpaid'
  | 'paid'
  | 'shipped'
  | 'signed'
  | 'confirmed'
  | 'success'
  | 'closed'
  | 'unknown';

const MEANINGS: Readonly<Record<string, OrderStatus>> = {
  waitbuyerpay: 'unpaid',
  waitsellersend: 'paid',
  paid_but_not_fund: 'paid',
  waitlogisticstakein: 'shipped',
  waitbuyerreceive: 'shipped',
  waitbuyersign: 'shipped',
  send_goods_but_not_fund: 'shipped',
  signinsuccess: 'signed',
  confirm_goods: 'confirmed',
  confirm_goods_but_not_fund: 'confirmed',
  confirm_goods_and_has_subsidy: 'confirmed',
  success: 'success',
  cancel: 'closed',
  terminated: 'closed',
};

/** What a status word means. `paid` and `shipped` speak of the whole order: a part shipment still reads `paid`. */
export function statusOf(word: string | null | undefined): OrderStatus {
  if (word == null) return 'unknown';
  if (Object.hasOwn(MEANINGS, word)) return MEANINGS[word] ?? 'unknown';
  return word.startsWith('confirm_goods') ? 'confirmed' : 'unknown';
}

const RANKS: Readonly<Record<OrderStatus, number>> = {
  unpaid: 0,
  paid: 1,
  shipped: 2,
  signed: 3,
  confirmed: 4,
  success: 5,
  closed: 6,
  unknown: 7,
};

/** How far along an order is. An unknown word ranks last, so that it is always worth a look. */
export const statusRank = (status: OrderStatus): number => RANKS[status];

/** True when `claimed` is further along than what was last seen. */
export const isAhead = (claimed: OrderStatus, seen: OrderStatus): boolean =>
  seen === 'unknown' || statusRank(claimed) > statusRank(seen);
