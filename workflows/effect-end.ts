/**
 * How an activity ended, as a run must treat it. `not-started`: the task was cancelled in its queue, so nothing was
 * sent. `lost`: the worker died while it was out, or the activity broke: whatever it did is unknown.
 */
export type EffectEnd<T> =
  | { kind: 'result'; value: T }
  | { kind: 'not-started' }
  | { kind: 'lost'; message: string };
