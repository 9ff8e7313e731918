import { endingsOf } from './endings.ts';
import type { Item, Order, PlannedStep, Share } from './order.ts';
import type { Rules } from './rules.ts';

/** The word that `-odd` shows: one that no version of the documentation explains. */
export const ODD_STATUS = 'waitsellerpush';

/** What the seller will do with an order that was paid at `paidAt`. */
export function planAfterPayment(order: Order, paidAt: number, rules: Rules): PlannedStep[] {
  const endings = endingsOf(order.sellerOpenId);
  const { ship, nextParcel, close, odd } = rules.milliseconds;
  if (endings.has('close')) return [{ at: paidAt + close, do: 'close', by: 'seller' }];
  if (endings.has('odd')) return [{ at: paidAt + odd, do: 'status', status: ODD_STATUS }];
  if (endings.has('noship')) return [];
  const parcels = endings.has('parcels') ? Math.max(2, rules.parcels) : rules.parcels;
  const groups = endings.has('part') ? [halves(order.items)[0]] : shares(order.items, parcels);
  return groups.map((group, n) => ({ at: paidAt + ship + n * nextParcel, do: 'ship', shares: group }));
}

/** What is still to be shipped, as one parcel. */
export function remainder(order: Order): Share[] {
  return order.items
    .filter((item) => item.shippedQuantity < item.quantity)
    .map((item) => ({ subItemId: item.subItemId, quantity: item.quantity - item.shippedQuantity }));
}

/**
 * Cuts the items in two: by items where there are several, else by quantity. A single piece is cut too
 * (half a piece each): it then reads "partly shipped".
 */
export function halves(items: readonly Item[]): [Share[], Share[]] {
  if (items.length > 1) {
    const cut = Math.floor(items.length / 2);
    return [items.slice(0, cut).map(whole), items.slice(cut).map(whole)];
  }
  const [first, second]: [Share[], Share[]] = [[], []];
  for (const item of items) {
    const half = item.quantity > 1 ? Math.floor(item.quantity / 2) : item.quantity / 2;
    first.push({ subItemId: item.subItemId, quantity: half });
    second.push({ subItemId: item.subItemId, quantity: item.quantity - half });
  }
  return [first, second];
}

/** Spreads the items over at most `parcels` parcels, each with at least one whole item; one item alone is halved. */
function shares(items: readonly Item[], parcels: number): Share[][] {
  if (parcels <= 1) return [items.map(whole)];
  if (items.length === 1) return halves(items);
  const count = Math.min(parcels, items.length);
  return Array.from({ length: count }, (_, n) => items.filter((_item, i) => i % count === n).map(whole));
}

const whole = (item: Item): Share => ({ subItemId: item.subItemId, quantity: item.quantity });
