import type { PurchaseRequest } from '../contract/index.ts';
import type { Order } from '../pandapon/index.ts';
import type { SentLine } from './merchants.ts';
import { receiverMatch } from './receiver-match.ts';

/** Whose orders are looked for, and by what they are told from others. */
export interface Search {
  purchaseId: string;
  request: PurchaseRequest;
  /** The lines that may have been ordered. */
  sent: readonly SentLine[];
  tag: boolean;
  /** ISO-8601. */
  postedAt: string;
  /** ISO-8601. @default somewhat before it was posted */
  since?: string | undefined;
}

/** Our clock and the platform's may be so far apart and calls still pass its signature check. */
export const CLOCK_ALLOWANCE_MS = 600_000;
/** A difference that clocks which are kept have among themselves; an older order is not taken without a person. */
const KEPT_CLOCKS_MS = 60_000;

const TAG = /\[#([A-Za-z0-9._-]+)\//g;

/** The purchase whose tag stands last in an order remark, or null. The caller's own message may hold others before it. */
export const taggedPurchase = (remark: string | null | undefined): string | null =>
  [...(remark ?? '').matchAll(TAG)].at(-1)?.[1] ?? null;

/** The beginning of the window in which an order of a purchase can have been created; `reconcileSince` (ms) makes it longer. */
export const windowStart = (postedAt: string, reconcileSince = Number.POSITIVE_INFINITY): string =>
  new Date(Math.min(reconcileSince, Date.parse(postedAt) - CLOCK_ALLOWANCE_MS)).toISOString();

/**
 * Whether an order of the list could be one of the purchase's, and what about it does not match. With the tag on only
 * the tag counts, and that the order is not of a merchant of the purchase whose lines are not looked for. With it off: same merchant, goods that overlap with the lines, the receiver, created inside the window.
 * Items, price and status are not judged here.
 */
export function matchOrder(order: Order, search: Search): { differs: string[] } | null {
  const remark = order.baseInfo?.buyerFeedback;
  if (search.tag)
    return taggedPurchase(remark) === search.purchaseId && !isOfAnotherMerchant(order, search)
      ? { differs: [] }
      : null;
  if (isTaggedByAnother(remark, search) || !isOfMerchants(order, search)) return null;
  const created = Date.parse(order.baseInfo?.createTime ?? '');
  const posted = Date.parse(search.postedAt);
  if (created < Date.parse(search.since ?? windowStart(search.postedAt))) return null;
  const receiver = receiverMatch(order.baseInfo?.receiverInfo, search.request.addressParam);
  if (receiver === null) return null;
  const early = created < posted - KEPT_CLOCKS_MS;
  return { differs: [...receiver.differs, ...(early ? ['created before the purchase was posted'] : [])] };
}

/** Each merchant of a purchase is judged by its own orders alone. One that the request does not name is overlooked by none. */
function isOfAnotherMerchant({ sellerOpenId }: Order, { sent, request }: Search): boolean {
  if (!sellerOpenId || sent.some(({ cargo }) => !cargo.sellerOpenId || cargo.sellerOpenId === sellerOpenId))
    return false;
  return request.cargoParamList.some((cargo) => cargo.sellerOpenId === sellerOpenId);
}

/** A tag that our own message does not bring along was put there by another purchase. */
function isTaggedByAnother(remark: string | null | undefined, { purchaseId, request }: Search): boolean {
  const tagged = taggedPurchase(remark);
  return tagged !== null && tagged !== purchaseId && tagged !== taggedPurchase(request.message);
}

/** Of one of the merchants, with at least one SKU of its lines. What the order does not say is not held against it. */
function isOfMerchants({ sellerOpenId, productItems }: Order, { sent }: Search): boolean {
  const ofSeller = sent.filter(
    ({ cargo }) => !sellerOpenId || !cargo.sellerOpenId || cargo.sellerOpenId === sellerOpenId,
  );
  if (ofSeller.length === 0) return false;
  const specs = (productItems ?? []).flatMap(({ specId }) => (specId ? [specId.toLowerCase()] : []));
  return specs.length === 0 || ofSeller.some(({ cargo }) => specs.includes(cargo.specId.toLowerCase()));
}
