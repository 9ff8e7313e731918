/**
 * How an activity ended, as a run must treat it. `not-started`: the task was cancelled in its queue, so nothing was
 * sent. `lost`: the worker died while it was out, or the activity broke: whatever it did is unknown.
 */
export type EffectEnd<T> =
  | { kind: 'result'; value: T }
  | { kind: 'not-started' }
  | { kind: 'lost'; message: string };

/** Later sends of an effect wait longer: 5 s, 10 s, 15 s, so that a debit that shows late is seen first. */
export const sendPauseMs = (sends: number): number => 5_000 * Math.max(1, sends);

/** Backoff of sends that were turned away unsent: 1 s, 2 s, 4 s ... 60 s. */
export const turnedAwayPauseMs = (times: number): number => Math.min(60_000, 1_000 * 2 ** Math.min(times, 6));
