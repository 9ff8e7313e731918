import type { Order, Outcome, Refused } from '../pandapon/index.ts';
import { isShippedInPart } from './order-life.ts';
import { observationOf } from './order-observation.ts';
import type { OrderObservation } from './types.ts';
import type { World } from './world.ts';

/** One order of one user. */
export interface OwnOrder {
  userId: string;
  orderId: string;
}

/** What a call came to when it brought no answer. */
export type NoAnswer = Exclude<Outcome<unknown>, { kind: 'done' }>;

/** One good reading, or why there is none. */
export type Reading = { kind: 'read'; seen: OrderObservation; order: Order } | NoAnswer;

/** The platform says that there is no such order, or that it is not this user's. */
export const isGone = (reading: Reading): reading is Refused =>
  reading.kind === 'refused' && reading.code === '404';

/**
 * Reads one order, once. With `trace` also its parcels, once something has been shipped; a refused trace is one that
 * does not exist yet (docs/reference/platform.md, "Logistics trace").
 */
export async function readOrder(
  { pandapon }: World,
  { userId, orderId }: OwnOrder,
  { trace = false, signal }: { trace?: boolean; signal?: AbortSignal } = {},
): Promise<Reading> {
  const call = { userId, ...(signal && { signal }) };
  const detail = await pandapon.call('alibaba.order.detail', { webSite: '1688', orderId }, call);
  if (detail.kind !== 'done') return detail;
  const order = detail.data;
  const seen = observationOf(order, null);
  if (seen === null || seen.orderId !== orderId) return unreadable(orderId);
  if (!trace || !isShippedInPart(order, seen)) return { kind: 'read', seen, order };
  const parcels = await pandapon.call('alibaba.order.logisticsTrace', { orderId }, call);
  if (parcels.kind !== 'done' && parcels.kind !== 'refused') return parcels;
  const traced = observationOf(order, parcels.kind === 'done' ? (parcels.data ?? []) : []);
  return traced === null ? unreadable(orderId) : { kind: 'read', seen: traced, order };
}

const unreadable = (orderId: string): NoAnswer => ({
  kind: 'unknown',
  message: `the detail of order ${orderId} has no id, time or sum that can be read`,
  retryAfterSeconds: null,
});
