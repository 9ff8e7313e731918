/**
 * The end of a `sellerOpenId` decides how that merchant behaves. Several may stand one behind the other
 * (`shop-parcels-nosign`); any other end: all goes well.
 */
export const ENDINGS = [
  /** Refused when the order is created. */
  'outofstock',
  /** Refused in the preview already. */
  'refuse',
  /** The platform makes two orders of it. */
  'split',
  /** The price goes up before payment. */
  'raise',
  /** Closed by the seller after payment; the money comes back later. */
  'close',
  /** Ships half, and never the rest. */
  'part',
  /** Ships all, in two parcels, one after the other. */
  'parcels',
  /** No debit without a person at the cashier. */
  'link',
  /** The trace stops on the way. */
  'stall',
  /** The first payment is refused. */
  'payrefuse',
  /** The first receipt is refused. */
  'receiptrefuse',
  /** The first cancel is refused. */
  'cancelrefuse',
  /** One create makes two orders, and its answer is lost. */
  'twin',
  /** The create's answer is lost. */
  'lost',
  /** Paid, and never shipped. */
  'noship',
  /** The last parcel is never signed for. */
  'nosign',
  /** Every refund is refused. */
  'refundrefuse',
  /** No refund is ever answered. */
  'refundstall',
  /** After payment it shows a status nobody knows. */
  'odd',
] as const;

export type Ending = (typeof ENDINGS)[number];

/** Which endings a merchant id carries. */
export function endingsOf(sellerOpenId: string | null): ReadonlySet<Ending> {
  const found = new Set<Ending>();
  let rest = sellerOpenId ?? '';
  for (;;) {
    const ending = ENDINGS.find((name) => rest.endsWith(`-${name}`));
    if (!ending) return found;
    found.add(ending);
    rest = rest.slice(0, -ending.length - 1);
  }
}
