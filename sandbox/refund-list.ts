import type { Marketplace } from './marketplace.ts';
import { type RefundState, refundState } from './order-state.ts';

/** Every refund with its order, as the controls show them; those of the oldest order first. */
export const refundsOf = (marketplace: Marketplace): ListedRefund[] =>
  marketplace
    .orders()
    .flatMap((order) => order.refunds.map((refund) => ({ orderId: order.id, ...refundState(refund) })));

export type ListedRefund = RefundState & { orderId: string };
