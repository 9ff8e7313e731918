/** Sends of an effect: how many went out, how many may, and not before when. */
export interface Sends {
  sent: number;
  allowed: number;
  /** In ms. */
  notBefore: number;
  /** The platform's definite no, as text. */
  refused: string | null;
  /** Tasks in a row that found no reason to send though the run did. */
  unsent: number;
}

/** "At most three sends": after them the order has had every chance to show the effect. */
const AT_MOST = 3;

export const freshSends = (): Sends => ({
  sent: 0,
  allowed: AT_MOST,
  notBefore: 0,
  refused: null,
  unsent: 0,
});

/**
 * One more send of what was refused or given up; saying it twice before it went out is still one. The pause after an
 * unknown send stays: what it did may show late.
 */
export function onceMore(sends: Sends): void {
  sends.refused = null;
  sends.allowed = sends.sent + 1;
}

/** Refused, or sent as often as may be: only a person lets it go out again. */
export const isGivenUp = (sends: Sends): boolean => sends.refused !== null || sends.sent >= sends.allowed;
