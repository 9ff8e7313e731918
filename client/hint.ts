import type { Client } from '@temporalio/client';
import { EVENT_SIGNAL, type OrderEvent, orderWorkflowId, type Platform } from '../contract/index.ts';
import { isPandaponOrdersError } from './errors.ts';
import { callTemporal } from './temporal-call.ts';

/** The platform gives a callback 1 s; what is left is for HTTP and the signature. */
const HINT_DEADLINE_MS = 800;

/** An order that something may have happened to. */
export interface Hint {
  platform: Platform;
  orderId: string;
  event: OrderEvent;
}

/**
 * Tells an order's run that something may have changed. Once it answers, the hint is safely in Temporal.
 * `delivered: false`: no run of that order is open (unknown, or ended); sending it again would not help.
 * @throws TemporalUnavailableError within the deadline (ms, default 800).
 */
export async function sendHint(
  client: Client,
  { platform, orderId, event }: Hint,
  deadlineMs = HINT_DEADLINE_MS,
): Promise<{ delivered: boolean }> {
  const handle = client.workflow.getHandle(orderWorkflowId(platform, orderId));
  try {
    await callTemporal(client, `order ${orderId}`, () => handle.signal(EVENT_SIGNAL, event), deadlineMs);
    return { delivered: true };
  } catch (error) {
    if (isPandaponOrdersError(error, 'NOT_FOUND')) return { delivered: false };
    throw error;
  }
}
