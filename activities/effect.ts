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
 * The same with a heartbeat before anything else, which costs the server a write: for what `wasOutBefore` asks about, so
 * that it also knows of a worker that died within the first 500 ms.
 */
export function beatingAtOnce<T>(run: () => Promise<T>): Promise<T> {
  beat();
  return beating(run);
}

/**
 * True when this very task has been out before: its worker died and a person had the activity run again. What it
 * sent then is unknown. A policy of one attempt never comes to this by itself.
 */
export const wasOutBefore = (): boolean => {
  const { attempt, heartbeatDetails } = activityInfo();
  return attempt > 1 || heartbeatDetails != null;
};
