/** Callback types we have words for (docs/reference/platform.md, "Callbacks"), prefix removed. Others are taken too, and counted apart. */
const KNOWN: ReadonlySet<string> = new Set([
  'ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY',
  'ORDER_BUYER_VIEW_ORDER_PAY',
  'ORDER_BUYER_VIEW_ANNOUNCE_SENDGOODS',
  'ORDER_BUYER_VIEW_PART_PART_SENDGOODS',
  'ORDER_BUYER_VIEW_ORDER_COMFIRM_RECEIVEGOODS',
  'ORDER_BUYER_VIEW_ORDER_SUCCESS',
  'ORDER_BUYER_VIEW_ORDER_BUYER_CLOSE',
  'ORDER_BUYER_VIEW_ORDER_SELLER_CLOSE',
  'ORDER_BUYER_VIEW_ORDER_BOPS_CLOSE',
  'ORDER_BUYER_VIEW_ORDER_BUYER_REFUND_IN_SALES',
  'ORDER_BUYER_VIEW_ORDER_REFUND_AFTER_SALES',
  'ORDER_STATUS_MODIFY',
  'ORDER_REFUND',
  'LOGISTICS_BUYER_VIEW_TRACE',
  'LOGISTICS_MAIL_NO_CHANGE',
]);

/** True for a type of the list. */
export const isKnownCallbackType = (type: string): boolean => KNOWN.has(type);
