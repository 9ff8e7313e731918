import type { OrderStatus } from './order-status.ts';

/**
 * Callback types that claim a status by their name alone (docs/reference/platform.md, "Callbacks"). Every other type,
 * known or not, claims none and is always worth a look. Imports no value, so that deterministic code may use it.
 */
const CLAIMS: Readonly<Record<string, OrderStatus>> = {
  ORDER_BUYER_VIEW_ORDER_PAY: 'paid',
  ORDER_BUYER_VIEW_ANNOUNCE_SENDGOODS: 'shipped',
  ORDER_BUYER_VIEW_ORDER_COMFIRM_RECEIVEGOODS: 'confirmed',
  ORDER_BUYER_VIEW_ORDER_SUCCESS: 'success',
  ORDER_BUYER_VIEW_ORDER_BUYER_CLOSE: 'closed',
  ORDER_BUYER_VIEW_ORDER_SELLER_CLOSE: 'closed',
  ORDER_BUYER_VIEW_ORDER_BOPS_CLOSE: 'closed',
};

/** The status a callback type claims by its name (prefix removed), or null. */
export const statusClaimedBy = (type: string): OrderStatus | null =>
  Object.hasOwn(CLAIMS, type) ? (CLAIMS[type] ?? null) : null;
