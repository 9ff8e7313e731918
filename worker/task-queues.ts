import { totalmem } from 'node:os';
import type { WorkerOptions } from '@temporalio/worker';
import { version } from '../client/version.ts';
import { QUEUES } from '../contract/index.ts';
import { workerIdentity } from './identity.ts';

/** The share of `PANDAPON_CALLS_PER_SECOND` that may go to what moves money; an order makes about as many calls to look. */
const SPEND_SHARE = 0.5;

/** A look reads the order and its trace; an effect reads, sends and reads back. */
const CALLS_OF = { look: 2, effect: 3 } as const;

/**
 * How many activities a second the server hands out from each queue, over all workers together. The worker's figure is
 * the server's limit of the whole queue, so a second worker with the same settings changes nothing.
 */
export const activitiesPerSecond = (callsPerSecond: number): { api: number; spend: number } => ({
  api: (callsPerSecond * (1 - SPEND_SHARE)) / CALLS_OF.look,
  spend: (callsPerSecond * SPEND_SHARE) / CALLS_OF.effect,
});

/** How long an effect that is out may take to its end: three calls, and the waits between two reads. */
const effectMs = (timeoutMs: number): number => CALLS_OF.effect * timeoutMs + 5_000;

const MIB = 1024 * 1024;
/** A worker without runs, and what one cached run adds (measured: 0.2 MiB, and as much again while it works). */
const BARE_MIB = 350;
const RUN_MIB = 0.4;

/**
 * How many runs are kept in memory between their tasks; one that is not kept is replayed from its history. The SDK's default looks
 * at the heap limit only, which lets a small container die.
 */
export function cachedRuns(memoryMiB = availableMiB()): number {
  return Math.round(Math.min(2_000, Math.max(50, (memoryMiB * 0.8 - BARE_MIB) / RUN_MIB)));
}

function availableMiB(): number {
  // The limit of the container; 0, or a number beyond all memory, where there is none.
  const limit = process.constrainedMemory();
  const total = totalmem();
  return (limit > 0 && limit < total ? limit : total) / MIB;
}

export interface QueueOptions {
  /** `PANDAPON_CALLS_PER_SECOND` */
  callsPerSecond: number;
  /** `PANDAPON_TIMEOUT_MS` */
  timeoutMs: number;
}

type Options = Omit<WorkerOptions, 'connection' | 'namespace' | 'activities' | 'workflowBundle'>;

/** The options of the three workers of a process, one per task queue. */
export function queueOptions({ callsPerSecond, timeoutMs }: QueueOptions): {
  workflows: Options;
  api: Options;
  spend: Options;
} {
  const rate = activitiesPerSecond(callsPerSecond);
  const graceMs = effectMs(timeoutMs);
  const shared = {
    // It stands in two events of every workflow task; the default, a hash, makes up a tenth of a history.
    buildId: version,
    identity: workerIdentity(),
    // An effect that is out goes on to its end; only then is it told to stop, and only later is it left behind.
    shutdownGraceTime: graceMs,
    shutdownForceTime: graceMs + 15_000,
    // Effects beat every 0.5 s within a heartbeat time-out of 2 s: a worker that died is noticed in seconds.
    maxHeartbeatThrottleInterval: '500ms',
    defaultHeartbeatThrottleInterval: '500ms',
  } satisfies Partial<Options>;
  return {
    workflows: {
      ...shared,
      taskQueue: QUEUES.workflows,
      // The runs of a worker that died wait so long for it before another takes them over; the default is 10 s.
      stickyQueueScheduleToStartTimeout: '2s',
      maxCachedWorkflows: cachedRuns(),
    },
    api: {
      ...shared,
      taskQueue: QUEUES.api,
      maxTaskQueueActivitiesPerSecond: rate.api,
      // Looks wait for the platform, not for the processor.
      maxConcurrentActivityTaskExecutions: 50,
    },
    spend: {
      ...shared,
      taskQueue: QUEUES.spend,
      // This limit of the server is also the kill switch: set through the API it wins over this figure. A queue of its own,
      // which runs no workflows, so that no task is handed to a worker past the queue (eager dispatch).
      maxTaskQueueActivitiesPerSecond: rate.spend,
      // What has begun goes on when spending is switched off: keep it few.
      maxConcurrentActivityTaskExecutions: 20,
    },
  };
}
