import type { Client } from '@temporalio/client';
import { QUEUES } from '../contract/index.ts';
import { isJsonObject } from '../contract/plain-json.ts';
import { callTemporal } from './temporal-call.ts';

/** TASK_QUEUE_TYPE_ACTIVITY */
const ACTIVITY_QUEUE = 2;

/** Whether money may move. It survives every restart; no starting process changes it. */
export interface Spending {
  state: 'on' | 'off';
  /** When it was last switched; null: never. */
  since: string | null;
  by: string | null;
  note: string | null;
}

/** Reads the switch: the limit that people set on the spend queue. */
export async function readSpending(client: Client): Promise<Spending> {
  const { config } = await callTemporal(client, 'spending', () =>
    client.workflowService.describeTaskQueue({
      namespace: client.options.namespace,
      taskQueue: { name: QUEUES.spend },
      taskQueueType: ACTIVITY_QUEUE,
      reportConfig: true,
    }),
  );
  const limit = config?.queueRateLimit;
  // An absent limit is "unset"; a present one of nothing per second is "off".
  const off = limit?.rateLimit != null && (limit.rateLimit.requestsPerSecond ?? 0) === 0;
  const { updateTime, updateIdentity, reason } = limit?.metadata ?? {};
  const since = updateTime == null ? null : new Date(Number(updateTime.seconds) * 1000).toISOString();
  return { state: off ? 'off' : 'on', since, ...readReason(reason ?? '', updateIdentity ?? '') };
}

/** Who and why, as we wrote it; a reason typed into Temporal's own CLI is a note by that identity. */
function readReason(reason: string, identity: string): Pick<Spending, 'by' | 'note'> {
  const said = parseJson(reason);
  if (said === null) return { by: identity || null, note: reason || null };
  return { by: textOrNull(said['by']), note: textOrNull(said['note']) };
}

const textOrNull = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

function parseJson(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

export interface SwitchSpending {
  state: 'on' | 'off';
  /** Who says so, with the door: `operator:li`. */
  actor: string;
  note?: string | undefined;
}

/**
 * Turns spending off (no create, pay or confirm leaves; what is already out goes on to its end) or on (the workers' own rate).
 * The server keeps who, why and when.
 */
export async function switchSpending(
  client: Client,
  { state, actor, note }: SwitchSpending,
): Promise<Spending> {
  const reason = JSON.stringify({ by: actor, ...(note === undefined ? {} : { note }) });
  await callTemporal(client, 'spending', () =>
    client.workflowService.updateTaskQueueConfig({
      namespace: client.options.namespace,
      identity: client.options.identity,
      taskQueue: QUEUES.spend,
      taskQueueType: ACTIVITY_QUEUE,
      updateQueueRateLimit: state === 'off' ? { rateLimit: { requestsPerSecond: 0 }, reason } : { reason },
    }),
  );
  return readSpending(client);
}
