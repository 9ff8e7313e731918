import type { Order, PandaponOrders, Purchase } from '../client/index.ts';
import type { Platform } from '../contract/index.ts';
import { UsageError } from './usage-error.ts';

/** Whom a command is for. */
export type Target =
  | { kind: 'purchase'; id: string }
  | { kind: 'order'; platform: Platform; orderId: string };

/** Shorter digits are rather a caller's own id. */
const ORDER_DIGITS = /^\d{16,32}$/;
const WRITTEN_OUT = /^order:(1688|taobao):(\d{1,32})$/;
const PURCHASE = 'purchase:';

/**
 * Reads an id as people write it: a purchase's id, the digits of an order id, or either written out as Temporal shows it
 * (`purchase:<id>`, `order:1688:<digits>`).
 */
export function parseTarget(written: string): Target {
  const [, platform, orderId] = WRITTEN_OUT.exec(written) ?? [];
  if (orderId !== undefined)
    return { kind: 'order', platform: platform === 'taobao' ? 'taobao' : '1688', orderId };
  if (written.startsWith(PURCHASE)) return { kind: 'purchase', id: written.slice(PURCHASE.length) };
  if (written.includes(':'))
    throw new UsageError('an id is that of a purchase, the digits of an order, or order:1688:<digits>');
  if (ORDER_DIGITS.test(written)) return { kind: 'order', platform: '1688', orderId: written };
  return { kind: 'purchase', id: written };
}

/** The id as the lists show it. */
export const idOf = (target: Target): string => (target.kind === 'order' ? target.orderId : target.id);

/** The run of a target. Asks nobody. */
export const runOf = (orders: PandaponOrders, target: Target): Purchase | Order =>
  target.kind === 'order' ? orders.order(target.platform, target.orderId) : orders.purchase(target.id);
