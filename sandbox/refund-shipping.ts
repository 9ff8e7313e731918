import { isItemRefunded, isOver, type Order, type PlannedStep, type Share } from './order.ts';
import type { Rules } from './rules.ts';

/** What a refund does to the shipping: it waits while the refund is open. */

/** The plan without the shipping of these items, and what was taken out of it. */
export function withoutShipping(plan: readonly PlannedStep[], subItemIds: readonly string[]) {
  const isOf = (share: Share): boolean => subItemIds.includes(share.subItemId);
  const held = plan.flatMap((step) => (step.do === 'ship' ? step.shares.filter(isOf) : []));
  const kept = plan.flatMap((step): PlannedStep[] => {
    if (step.do !== 'ship') return [step];
    const shares = step.shares.filter((share) => !isOf(share));
    return shares.length > 0 ? [{ ...step, shares }] : [];
  });
  return { plan: kept, held };
}

/** Puts back into the plan what waited for a refund and is still to be shipped. */
export function shipping(order: Order, held: readonly Share[], at: number, rules: Rules): Order {
  if (isOver(order)) return order;
  const wanted = held.filter(({ subItemId }) =>
    order.items.some(
      (item) => item.subItemId === subItemId && item.shippedQuantity < item.quantity && !isItemRefunded(item),
    ),
  );
  if (wanted.length === 0) return order;
  return {
    ...order,
    plan: [...order.plan, { at: at + rules.milliseconds.ship, do: 'ship', shares: wanted }],
  };
}
