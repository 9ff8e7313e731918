import type { Client } from '@temporalio/client';
import { QUEUES } from '../contract/index.ts';
import { callTemporal } from './temporal-call.ts';

/** A poll lasts at most a minute, so a worker that was not seen for longer is gone. */
const SEEN_WITHIN_MS = 90_000;
const QUEUE_TYPES = { workflow: 1, activity: 2 } as const;

/** How many workers take tasks from each of our queues, as far as Temporal has seen them. One that just ended still counts. */
export async function countPollers(client: Client): Promise<Record<keyof typeof QUEUES, number>> {
  const [workflows, api, spend] = await Promise.all([
    pollersOf(client, QUEUES.workflows, QUEUE_TYPES.workflow),
    pollersOf(client, QUEUES.api, QUEUE_TYPES.activity),
    pollersOf(client, QUEUES.spend, QUEUE_TYPES.activity),
  ]);
  return { workflows, api, spend };
}

async function pollersOf(client: Client, name: string, taskQueueType: number): Promise<number> {
  const { namespace } = client.options;
  const { pollers } = await callTemporal(client, `task queue ${name}`, () =>
    client.workflowService.describeTaskQueue({ namespace, taskQueue: { name }, taskQueueType }),
  );
  const since = Date.now() - SEEN_WITHIN_MS;
  const seen = (pollers ?? []).filter(
    ({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1000 >= since,
  );
  return new Set(seen.map(({ identity }) => identity)).size;
}
