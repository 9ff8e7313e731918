import { activityInfo, heartbeat } from '@temporalio/activity';

/** Well within the heartbeat time-out of 2 s; the worker's throttle of 0.5 s lets each one through. */
const BEAT_MS = 500;

const beat = (): void => heartbeat('out');

/**
 * Runs an activity's body with a heartbeat every 500 ms, so that a dead worker is noticed in seconds. It takes no
 * notice of a cancellation: what has begun goes on to its end and says what came of it.
 */
export async function beating<T>(run: () => Promise<T>): Promise<T> {
  const timer = setInterval(beat, BEAT_MS);
  try {
    return await run();
  } finally {
    clearInterval(timer);
  }
}

/**
 * True when this very task may have been out before: its worker died and a person had the activity run again. What it
 * sent then is unknown. A policy of one attempt never comes to this by itself. A Reset of the activity counts its
 * attempts from 1 again, but the task's times tell that it was handed out twice, and beats of before are kept with it.
 */
export function wasOutBefore(): boolean {
  const { attempt, scheduledTimestampMs, currentAttemptScheduledTimestampMs, heartbeatDetails } =
    activityInfo();
  const handedOutAgain = attempt > 1 || currentAttemptScheduledTimestampMs !== scheduledTimestampMs;
  return handedOutAgain || heartbeatDetails != null;
}
