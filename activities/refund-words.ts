/**
 * The platform's words for a refund come in two spellings: `refundsuccess` on an order, `REFUND_SUCCESS` on an item
 * (docs/reference/platform.md, "Refund status").
 */
const plain = (word: string | null | undefined): string => (word ?? '').toLowerCase().replaceAll('_', '');

const ENDED: ReadonlySet<string> = new Set(['', 'refundsuccess', 'refundclose', 'refundclosed']);

/** The money came back. */
export const isRefundSuccess = (word: string | null | undefined): boolean => plain(word) === 'refundsuccess';

/** A refund is under way. A word we do not know counts as one: a receipt would close it. */
export const isRefundOpen = (word: string | null | undefined): boolean => !ENDED.has(plain(word));
