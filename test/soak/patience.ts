import { isPandaponOrdersError } from '../../client/index.ts';
import type { ErrorCode } from '../../contract/index.ts';

/** What a caller meets while workers and servers come and go, and how it goes on. */

/** Somebody is away: the same call can be made again. */
const AWAY: ReadonlySet<ErrorCode> = new Set(['NO_WORKER', 'TEMPORAL_UNAVAILABLE', 'OUTCOME_UNKNOWN']);
/** The run has moved on, or never was where the command fits. */
const MOVED_ON: ReadonlySet<ErrorCode> = new Set([
  'NOT_STUCK',
  'WRONG_STAGE',
  'STALE_REVISION',
  'ALREADY_CLOSED',
  'ON_HOLD',
  'REFUND_OPEN',
]);

export const isAway = (error: unknown): boolean => isPandaponOrdersError(error) && AWAY.has(error.code);
const hasMovedOn = (error: unknown): boolean => isPandaponOrdersError(error) && MOVED_ON.has(error.code);

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks until somebody is there; at most so long (ms). */
export async function patiently<T>(ask: () => Promise<T>, withinMs = 120_000): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isAway(error) || Date.now() > until) throw error;
      await pause(500);
    }
  }
}

/** Says something to a run once. Answers what became of it: taken, too late, or nobody knows. */
export async function said(say: () => Promise<unknown>): Promise<'taken' | 'refused' | 'unknown'> {
  try {
    await say();
    return 'taken';
  } catch (error) {
    if (hasMovedOn(error)) return 'refused';
    if (isAway(error)) return 'unknown';
    throw error;
  }
}

/** Starts the work at its moments (ms from now), whatever becomes of the others. Rejects with the first failure. */
export async function atMoments<T extends { atMs: number }>(
  list: readonly T[],
  work: (each: T) => Promise<void>,
): Promise<void> {
  await Promise.all(
    list.map(async (each) => {
      await pause(each.atMs);
      await work(each);
    }),
  );
}
