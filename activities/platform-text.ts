import { platformText } from '../pandapon/index.ts';

/** A message stands in histories, memos and lists: longer texts are cut. */
const LONGEST = 200;

/** Digits in the shape of a mainland mobile (11, in groups or not, behind 86 or not) or of a landline with its area code. */
const PHONE =
  /(?<![0-9A-Za-z])(?:(?:\+|00)?86[- ]?)?(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8})(?![0-9A-Za-z])/g;

/**
 * A text of the platform that may be shown: one line of at most 200 characters without phone numbers (trace remarks
 * give the couriers') and without the given personal texts.
 */
export function shownText(text: string | null | undefined, personal: readonly string[] = []): string {
  const line = platformText((text ?? '').replace(PHONE, '***'), personal);
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}
