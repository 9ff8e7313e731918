import type { Client } from '@temporalio/client';
import { QUEUES, type SentToQueue, type Waiting } from '../contract/index.ts';
import type { RunRef } from './run-answer.ts';
import { readSpending } from './spending.ts';
import { callTemporal } from './temporal-call.ts';

/** PENDING_ACTIVITY_STATE_SCHEDULED: handed to its queue, not yet taken by a worker. */
const SCHEDULED = 1;
/** A task that a free worker takes at once stands in its queue for a moment too; that is no wait. */
const NO_WAIT_MS = 1_000;

/**
 * Whether an effect that the run has handed to the spend queue still stands there, and for what. A run can't know:
 * it sees neither the queue nor its switch. null: it is out, or done.
 */
export async function waitingFor(
  client: Client,
  run: RunRef,
  sent: SentToQueue | null,
): Promise<Waiting | null> {
  if (sent === null || Date.now() - Date.parse(sent.since) < NO_WAIT_MS) return null;
  const [queued, spending] = await Promise.all([isQueued(client, run), readSpending(client)]);
  if (!queued) return null;
  return { for: spending.state === 'off' ? 'spending' : 'platform-rate', step: sent.step, since: sent.since };
}

async function isQueued(client: Client, run: RunRef): Promise<boolean> {
  const { raw } = await callTemporal(client, run.name, () =>
    client.workflow.getHandle(run.workflowId).describe(),
  );
  const pending = raw.pendingActivities ?? [];
  return pending.some(
    ({ state, activityOptions }) =>
      state === SCHEDULED && (activityOptions?.taskQueue?.name ?? QUEUES.spend) === QUEUES.spend,
  );
}
