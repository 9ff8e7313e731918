import type { CredentialsRefused, NotSent, Unavailable } from '../../activities/types.ts';
import { awayPauseMs, turnedAwayPauseMs } from '../pauses.ts';
import type { Fails } from './buy.ts';
import type { PurchaseState } from './state.ts';

/** Calls of a purchase that did not get through: looks that keep failing, sends that are turned away. */

/** What a look has in common when it could not look. */
export function takeTrouble(
  state: PurchaseState,
  step: string,
  result: CredentialsRefused | Unavailable,
  now: number,
): void {
  const reason = result.kind === 'credentials' ? 'CREDENTIALS_REFUSED' : 'PLATFORM_UNAVAILABLE';
  const times = (state.trouble?.times ?? 0) + 1;
  state.trouble = { reason, step, message: result.message, nextTry: now + awayPauseMs(times), times };
}

/** A person said to go on: refused credentials are tried once more, an unavailable platform at once. */
export function tryNow(state: PurchaseState): void {
  if (state.trouble?.reason === 'CREDENTIALS_REFUSED') state.trouble = null;
  else if (state.trouble !== null) state.trouble.nextTry = 0;
}

/** One more call that was turned away. */
export function failsOnce(fails: Fails | null, result: NotSent, now: number): Fails {
  const since = fails?.since ?? now;
  const over = now - since >= result.patienceSeconds * 1000 ? result.message : undefined;
  return { since, times: (fails?.times ?? 0) + 1, over };
}

/** When it may be tried again (ms). */
export const triedAgainAt = ({ times }: Fails, { retryAfterSeconds }: NotSent, now: number): number =>
  now + Math.max((retryAfterSeconds ?? 0) * 1000, turnedAwayPauseMs(times));
