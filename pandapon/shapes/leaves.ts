import { z } from 'zod';

/**
 * What a value is on the wire, beyond text, number and boolean. Each schema of such a value says it here, so that the
 * reference page and the tests over all operations can ask.
 */
export type Leaf =
  | 'text'
  | 'integer'
  /** A whole number above 0, as text. */
  | 'count as text'
  | 'number'
  | 'boolean'
  /** An id as text; an integer reads as its digits. */
  | 'text id'
  /** An id as an integer with all its digits; text reads too. */
  | 'integer id'
  /** An id that must go out as text. */
  | 'sent text id'
  /** An id that must go out as an integer. */
  | 'sent integer id'
  | 'code'
  | 'yuan'
  | 'yuan as text'
  /** A unit price in yuan: null where it is finer than a fen. */
  | 'unit price in yuan'
  | 'unit price in yuan, as text'
  | 'fen'
  | 'amount, unit not published'
  | 'time'
  | 'instant with offset'
  | 'anything';

interface LeafMark {
  leaf: Leaf;
  /** It names or places a person: never to be repeated in a message. */
  personal?: boolean;
}

/** Which leaf a schema is. A described or copied schema keeps the mark. */
export const leaves = z.registry<LeafMark>();

/** A text that names or places a person. */
export const personalText = z.string().register(leaves, { leaf: 'text', personal: true });

/** Objects that several operations share, by the name they have for people. */
export const shapes = z.registry<{ name: string }>();
