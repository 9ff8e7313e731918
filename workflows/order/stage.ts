import { type OrderStage, statusOf } from '../../contract/index.ts';
import { isAllShipped, isAllSigned, isPaid } from './facts.ts';
import type { OrderState } from './state.ts';

/** Where an order stands. Pure. */

/** By what was last read. `confirming` is also "confirmed, waiting for success". */
export function stageOf({ order, parcels, confirm }: OrderState): OrderStage {
  if (!isPaid(order)) return 'paying';
  const status = statusOf(order.status);
  if (status === 'confirmed' || status === 'success' || confirm.accepted) return 'confirming';
  if (isAllSigned(order, parcels)) return 'awaiting-receipt';
  return isAllShipped(order) ? 'in-transit' : 'awaiting-shipment';
}

/** A closed order, and one whose status nobody knows, stay what they were; only a payment still shows. */
export function restage(state: OrderState): void {
  const status = statusOf(state.order.status);
  const stays = status === 'closed' || status === 'unknown' || state.missing !== null;
  if (!stays || state.stage === 'paying') state.stage = stageOf(state);
}
