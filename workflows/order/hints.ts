import { isAhead, type OrderEvent, statusClaimedBy, statusOf } from '../../contract/index.ts';
import { isObject, type RawBody } from '../refusal.ts';
import type { OrderState } from './state.ts';

/** What callbacks and sweeps make a run do: look, or nothing. A claim never moves anything by itself. */

/**
 * Takes a hint; false: it says nothing new. A type that claims a status by its name asks for a look only until a
 * reading, be it that of a look or of an effect, shows an order that is so far; any other asks for one in any case,
 * also what somebody sent from the Temporal UI that is no hint of ours.
 */
export function takeHint(state: OrderState, hint: unknown): boolean {
  const { looks, order } = state;
  const { type, by } = readHint(hint);
  const claimed = statusClaimedBy(type);
  if (claimed === null) {
    looks.wanted += 1;
  } else {
    if (!isAhead(claimed, statusOf(order.status))) return false;
    if (looks.claimed === undefined || isAhead(claimed, looks.claimed)) looks.claimed = claimed;
  }
  looks.by = by;
  return true;
}

function readHint(hint: unknown): Pick<OrderEvent, 'type' | 'by'> {
  const { type, by }: RawBody = isObject(hint) ? hint : {};
  return { type: typeof type === 'string' ? type : '', by: by === 'sweep' ? by : 'callback' };
}

/** Whether hints, commands or unknown outcomes want the platform looked at. */
export function isLookWanted({ looks, order }: OrderState): boolean {
  if (looks.wanted > looks.taken) return true;
  return looks.claimed !== undefined && isAhead(looks.claimed, statusOf(order.status));
}

/** A look goes out: hints that came before it are answered by it, those that come now are not. */
export function takeLookOut({ looks }: OrderState): void {
  looks.taken = looks.wanted;
  looks.claimed = undefined;
}
