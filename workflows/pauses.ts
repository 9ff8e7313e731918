/** How long a run waits before it asks or sends again (ms). */

const MINUTE_MS = 60_000;

/** Tries after which a fault is one of hours: from then on each try costs history and helps nobody sooner. */
const MANY = 60;
const LONG_MS = 5 * MINUTE_MS;

const doubling = (firstMs: number, times: number, mostMs: number): number =>
  Math.min(mostMs, firstMs * 2 ** Math.min(times - 1, 20));

/** Later sends of an effect wait longer: 5 s, 10 s, 15 s, so that a debit that shows late is seen first. */
export const sendPauseMs = (sends: number): number => 5_000 * Math.max(1, sends);

/** Backoff of sends that were turned away unsent: 2 s, 4 s ... a minute, after an hour five minutes. */
export const turnedAwayPauseMs = (times: number): number =>
  times > MANY ? LONG_MS : doubling(2_000, times, MINUTE_MS);

/** Backoff of looks once patience is over and the run says so: 5 s, 10 s ... a minute, after an hour five minutes. */
export const awayPauseMs = (times: number): number =>
  times > MANY ? LONG_MS : doubling(5_000, times, MINUTE_MS);

/** Backoff of tasks that found no reason to send though the run did: 5 s, 10 s ... half an hour. */
export const unsentPauseMs = (times: number): number => doubling(5_000, times, 30 * MINUTE_MS);
