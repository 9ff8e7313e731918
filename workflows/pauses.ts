/** How long a run waits before it sends again (ms). */

/** Later sends of an effect wait longer: 5 s, 10 s, 15 s, so that a debit that shows late is seen first. */
export const sendPauseMs = (sends: number): number => 5_000 * Math.max(1, sends);

/** Backoff of sends that were turned away unsent: 1 s, 2 s, 4 s ... 60 s. */
export const turnedAwayPauseMs = (times: number): number => Math.min(60_000, 1_000 * 2 ** Math.min(times, 6));

/** Backoff of tasks that found no reason to send though the run did: 5 s, 10 s ... half an hour. */
export const unsentPauseMs = (times: number): number =>
  Math.min(1_800_000, 5_000 * 2 ** Math.min(times - 1, 9));
