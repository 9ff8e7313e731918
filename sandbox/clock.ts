import { chinaClock, chinaInstant } from '../pandapon/index.ts';

/** Where the sandbox takes its time from. Milliseconds since 1970. */
export interface Clock {
  now(): number;
}

/** A clock that moves only when it is told to: for tests that must not sleep. */
export interface ManualClock extends Clock {
  moveTo(instant: number): void;
}

/** True for a clock that can be moved. */
export const isManual = (clock: Clock): clock is ManualClock => 'moveTo' in clock;

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands at `start` (default: now) until it is moved. It never goes back. */
export function manualClock(start: number = Date.now()): ManualClock {
  let current = start;
  return {
    now: () => current,
    moveTo(instant) {
      current = Math.max(current, instant);
    },
  };
}

/** `2025-04-23T14:13:44.000+08:00`: how order objects write an instant. */
export const chinaIso = (instant: number): string => chinaInstant(new Date(instant).toISOString());

/** `2025-04-23 14:13:44`, China time without saying so: trace steps and messages. */
export const chinaText = (instant: number): string => chinaClock(new Date(instant).toISOString());
