import type { Client } from '@temporalio/client';
import { QUEUES } from '../contract/index.ts';
import { IdempotencyKeyReusedError } from './errors.ts';
import { readReason, type SpendingReason, shortHash, type UsedKey, writeReason } from './spending-reason.ts';
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
  const { spending } = await readSwitch(client);
  return spending;
}

interface Switch {
  spending: Spending;
  keys: UsedKey[];
}

async function readSwitch(client: Client): Promise<Switch> {
  const { config } = await callTemporal(client, 'spending', () =>
    client.workflowService.describeTaskQueue({
      namespace: client.options.namespace,
      taskQueue: { name: QUEUES.spend },
      taskQueueType: ACTIVITY_QUEUE,
      reportConfig: true,
    }),
  );
  return switchIn(config);
}

type QueueConfig = Awaited<ReturnType<Client['workflowService']['describeTaskQueue']>>['config'];

function switchIn(config: QueueConfig): Switch {
  const limit = config?.queueRateLimit;
  // An absent limit is "unset"; a present one of nothing per second is "off".
  const off = limit?.rateLimit != null && (limit.rateLimit.requestsPerSecond ?? 0) === 0;
  const { updateTime, updateIdentity, reason } = limit?.metadata ?? {};
  const since = updateTime == null ? null : new Date(Number(updateTime.seconds) * 1000).toISOString();
  const { by, note, keys } = readReason(reason ?? '', updateIdentity ?? '');
  return { spending: { state: off ? 'off' : 'on', since, by, note }, keys };
}

export interface SwitchSpending {
  state: 'on' | 'off';
  /** Who says so, with the door: `operator:li`. */
  actor: string;
  note?: string | undefined;
  /** Hashes of the idempotency key and of the body it came with. */
  once?: UsedKey | undefined;
}

/**
 * Turns spending off (no create, pay or confirm leaves; what is already out goes on to its end) or on (the workers' own rate).
 * The server keeps who, why and when, and the last keys: one of them has no second effect, whoever switched in between.
 * @throws IdempotencyKeyReusedError when one of them comes with another body; TemporalUnavailableError.
 */
export async function switchSpending(
  client: Client,
  { state, actor, note, once }: SwitchSpending,
): Promise<Spending> {
  const { spending, keys } = await readSwitch(client);
  const used = once && { key: shortHash(once.key), body: shortHash(once.body) };
  const before = keys.find(({ key }) => key === used?.key);
  if (used !== undefined && before !== undefined) {
    if (before.body === used.body) return spending;
    throw new IdempotencyKeyReusedError('spending: this idempotency key was used with another body');
  }
  const said: SpendingReason = {
    by: actor,
    note: note ?? null,
    keys: used === undefined ? keys : [used, ...keys],
  };
  const reason = writeReason(said);
  const { config } = await callTemporal(client, 'spending', () =>
    client.workflowService.updateTaskQueueConfig({
      namespace: client.options.namespace,
      identity: client.options.identity,
      taskQueue: QUEUES.spend,
      taskQueueType: ACTIVITY_QUEUE,
      updateQueueRateLimit: state === 'off' ? { rateLimit: { requestsPerSecond: 0 }, reason } : { reason },
    }),
  );
  return switchIn(config).spending;
}
