import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  isCancellation,
  proxyActivities,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { PackedApiActivities, PackedSpendActivities } from '../activities/packed.ts';
import { type Command, type OrderObservation, type Packed, QUEUES, unpackResult } from '../contract/index.ts';
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

/** Whether a command may break off the task that is out. */
export type YieldsTo = (command: Command) => boolean;

/** A look is worth nothing once a person has spoken. */
export const TO_ANY_COMMAND: YieldsTo = () => true;

const ENDING: ReadonlySet<Command> = new Set(['cancel', 'abort', 'hold']);
/** These don't wait for an effect: its task is cancelled, its end awaited, then they are carried out. */
export const TO_ENDING_COMMANDS: YieldsTo = (command) => ENDING.has(command);

/** The one task that a run has out; the run stays awake meanwhile. */
export class TaskOut {
  private scope: CancellationScope | null = null;
  private yieldsTo: YieldsTo | null = null;

  /** A command has come in: a task that yields to it is cancelled, and ends with whatever it has done by then. */
  tell(command: Command): void {
    if (this.yieldsTo?.(command) !== true) return;
    this.scope?.cancel();
    this.scope = null;
  }

  /**
   * Runs a task to its end, and takes in what came of it. `known`: the order that the activity's answer builds on. A
   * task that never started is `not-started`; one that broke or whose worker died is `lost`.
   */
  run<T>(
    start: () => Promise<Packed<T>>,
    yieldsTo: YieldsTo,
    take: (end: EffectEnd<T>) => void,
    known?: OrderObservation,
  ): Promise<void> {
    // One scope for all tasks until one is cancelled, and no promise more than needed: each costs a stack trace in the
    // sandbox. Three turns lie between an activity's end and the loop's next command; an update that came with it is
    // answered after two, and so stands first in every history (bell.ts).
    this.scope ??= new CancellationScope();
    this.yieldsTo = yieldsTo;
    const ended = (end: EffectEnd<T>): void => {
      this.yieldsTo = null;
      take(end);
    };
    return this.scope.run(start).then(
      (packed) => ended({ kind: 'result', value: unpackResult<T>(packed, known) }),
      (error: unknown) => ended(endOfFailure<T>(error)),
    );
  }
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
