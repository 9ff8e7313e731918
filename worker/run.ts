import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { packActivities } from '../activities/packed.ts';
import type { ApiActivities, SpendActivities } from '../activities/types.ts';
import { type QueueOptions, queueOptions } from './task-queues.ts';

export interface RunOptions extends QueueOptions {
  connection: NativeConnection;
  namespace: string;
  activities: { api: ApiActivities; spend: SpendActivities };
  /** From `workflowBundle()`. */
  workflowBundle: NonNullable<WorkerOptions['workflowBundle']>;
  /** Encrypts and reads payloads. @default plain payloads */
  dataConverter?: WorkerOptions['dataConverter'];
}

/** The three workers of one process. */
export interface RunningWorkers {
  /** True while all three take tasks. */
  ready(): boolean;
  /** Resolves when they have stopped after `shutdown`; rejects when one of them broke. */
  readonly stopped: Promise<void>;
  /** Takes no more tasks, lets those that are out end, and resolves with `stopped`. */
  shutdown(): Promise<void>;
}

/**
 * Takes tasks from the three queues over one connection: workflows, looks, and what moves money. Each queue has its own
 * worker, because each has its own limits (task-queues.ts).
 * Throws when a worker can't be made, for example because the namespace does not exist.
 */
export async function runWorkers(options: RunOptions): Promise<RunningWorkers> {
  const { connection, namespace, workflowBundle, dataConverter } = options;
  const activities = packActivities(options.activities);
  const queues = queueOptions(options);
  const shared = { connection, namespace, ...(dataConverter === undefined ? {} : { dataConverter }) };
  const workers = [
    await Worker.create({ ...shared, ...queues.workflows, workflowBundle }),
    await Worker.create({ ...shared, ...queues.api, activities: activities.api }),
    await Worker.create({ ...shared, ...queues.spend, activities: activities.spend }),
  ];
  const shutdown = () => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  const runs = workers.map((worker) =>
    worker.run().catch((error: unknown) => {
      // One queue without a worker would leave runs half served: end together, and let the process be started anew.
      shutdown();
      throw error;
    }),
  );
  const stopped = Promise.allSettled(runs).then((ends) => {
    const broken = ends.find((end) => end.status === 'rejected');
    if (broken !== undefined) throw broken.reason;
  });
  // Whoever only shuts down later must not meet an unhandled rejection before.
  stopped.catch(() => {});
  return {
    ready: () => workers.every((worker) => worker.getState() === 'RUNNING'),
    stopped,
    shutdown: () => {
      shutdown();
      return stopped;
    },
  };
}
