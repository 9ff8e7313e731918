/** Where our own process stands. Closed lists; the platform's own status words are an open list. */

export const PURCHASE_STAGES = [
  'previewing',
  'awaiting-approval',
  'creating',
  'fulfilling',
  'completed',
  'cancelled',
  'failed',
] as const;
export type PurchaseStage = (typeof PURCHASE_STAGES)[number];

export const ORDER_STAGES = [
  'paying',
  'awaiting-shipment',
  'in-transit',
  'awaiting-receipt',
  'confirming',
  'completed',
  'cancelled',
  'refunded',
  'released',
] as const;
export type OrderStage = (typeof ORDER_STAGES)[number];

const CLOSED: ReadonlySet<string> = new Set(['completed', 'cancelled', 'failed', 'refunded', 'released']);
/** True for stages in which a run has ended. */
export const isClosedStage = (stage: PurchaseStage | OrderStage): boolean => CLOSED.has(stage);

/** `full`: every line first sent stands in a completed order, not refunded whole. `none`: no line does. */
export type PurchaseOutcome = 'full' | 'partial' | 'none';
