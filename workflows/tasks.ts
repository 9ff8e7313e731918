import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  condition,
  isCancellation,
  proxyActivities,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { PackedApiActivities, PackedSpendActivities } from '../activities/packed.ts';
import { type OrderObservation, type Packed, QUEUES, unpackResult } from '../contract/index.ts';
import type { EffectEnd } from './effect-end.ts';

/** How runs hand work to activities: looks are retried by policy, effects are sent once. */

/** Looks go on until the worker's patience ends them with `unavailable`: every half minute at most. */
const LOOK_AGAIN = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' } as const;

/** An effect is one attempt: the run, not a policy, decides what comes next. */
const SEND_ONCE = { maximumAttempts: 1 } as const;

/** A dead worker is noticed in two seconds; no limit in the queue, where a task may wait for days. */
const EFFECT = {
  startToCloseTimeout: '6 minutes',
  heartbeatTimeout: '2s',
  retry: SEND_ONCE,
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
} as const;

/** A look may be dropped at any time. */
const LOOK = {
  startToCloseTimeout: '3 minutes',
  heartbeatTimeout: '5s',
  retry: LOOK_AGAIN,
  cancellationType: ActivityCancellationType.TRY_CANCEL,
} as const;

export const looks = proxyActivities<Pick<PackedApiActivities, 'preview' | 'find' | 'observe'>>({
  ...LOOK,
  taskQueue: QUEUES.api,
});
export const freeEffects = proxyActivities<Pick<PackedApiActivities, 'cancel'>>({
  ...EFFECT,
  taskQueue: QUEUES.api,
});
export const spending = proxyActivities<PackedSpendActivities>({ ...EFFECT, taskQueue: QUEUES.spend });

/**
 * Runs a task while the run stays awake: when `interrupted` turns true the task is cancelled and its end awaited.
 * `known`: the order that the activity's answer builds on. Never throws: a task that never started is `not-started`; one that broke or whose worker died is `lost`.
 */
export async function runTask<T>(
  start: () => Promise<Packed<T>>,
  interrupted: () => boolean,
  known?: OrderObservation,
): Promise<EffectEnd<T>> {
  const scope = new CancellationScope();
  let ended = false;
  const end = scope
    .run(start)
    .then(
      (value): EffectEnd<T> => ({ kind: 'result', value: unpackResult<T>(value, known) }),
      (error: unknown): EffectEnd<T> => endOfFailure(error),
    )
    .then((settled) => {
      ended = true;
      return settled;
    });
  await condition(() => ended || interrupted());
  if (!ended) scope.cancel();
  return end;
}

function endOfFailure<T>(error: unknown): EffectEnd<T> {
  if (isCancellation(error)) return { kind: 'not-started' };
  if (!(error instanceof ActivityFailure)) throw error;
  const { cause } = error;
  if (cause instanceof TimeoutFailure) return { kind: 'lost', message: 'the worker did not answer in time' };
  if (cause instanceof ApplicationFailure)
    return { kind: 'lost', message: `the activity broke: ${cause.type ?? 'Error'}` };
  return { kind: 'lost', message: 'the activity did not end' };
}
