import { setTimeout as pause } from 'node:timers/promises';
import type { Platform } from '../contract/index.ts';
import type { Pandapon } from '../pandapon/index.ts';

/** What activities need of the world around them. */
export interface ActivityOptions {
  pandapon: Pandapon;
  /** The purchase whose run tracks a platform order; null: nobody's. May throw while Temporal is away. */
  ownerOf: (platform: Platform, orderId: string) => Promise<string | null>;
  /** How long an order may take to show in the order list (`RECONCILE_SETTLE_SECONDS`). */
  settleSeconds: number;
  /**
   * After a loss of what Temporal knew (`RECONCILE_SINCE`, ms): every create looks first, for orders made since then.
   * @default none: orders made since their purchase was posted
   */
  reconcileSince?: number | undefined;
  /** How long a look may keep failing before it says so (`PATIENCE_SECONDS`). */
  patienceSeconds: number;
  /** Milliseconds since 1970. @default Date.now */
  now?: (() => number) | undefined;
  /** Waits so many milliseconds between two reads of one task. @default a timer */
  wait?: ((ms: number) => Promise<unknown>) | undefined;
}

/** `ActivityOptions` with nothing left open. */
export type World = { [Name in keyof ActivityOptions]-?: NonNullable<ActivityOptions[Name]> };

/** Fills in the clock and the waiting. */
export const worldOf = (options: ActivityOptions): World => ({
  ...options,
  reconcileSince: options.reconcileSince ?? Number.POSITIVE_INFINITY,
  now: options.now ?? Date.now,
  wait: options.wait ?? pause,
});
