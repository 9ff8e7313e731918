import { z } from 'zod';
import { leaves } from './leaves.ts';

/**
 * Ids have up to 20 digits, more than a double holds, so inside they are strings of exact digits
 * (docs/reference/platform.md, "Ids"). Read with `parseExact`, an integer id keeps all its digits.
 */

const wireId = z.union([z.string(), z.bigint(), z.number().int()]);
const DIGITS = /^(0|[1-9]\d{0,19})$/;
const digits = z
  .string('must be the digits of an id, as text')
  .regex(DIGITS, 'must be the digits of an id, without leading zeros');

const textOf = (id: string | bigint | number): string => String(id);

/** An id in an answer that the platform writes as text. Reads integers too. */
export const textId = z
  .codec(wireId, z.string(), { decode: textOf, encode: (id) => id })
  .register(leaves, { leaf: 'text id' });

/** An id in an answer that the platform writes as an integer. Reads text too. */
export const integerId = z
  .codec(wireId, z.string(), { decode: textOf, encode: (id) => (DIGITS.test(id) ? BigInt(id) : id) })
  .register(leaves, { leaf: 'integer id' });

/** An id that a request must carry as text. */
export const sentTextId = digits.register(leaves, { leaf: 'sent text id' });

/** An id of letters and digits that a request must carry as text: refunds are named so. */
export const sentName = z
  .string('must be an id, as text')
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be an id: letters, digits, "_" and "-"')
  .register(leaves, { leaf: 'sent text id' });

/** An id that a request must carry as a JSON integer with all its digits. */
export const sentIntegerId = z
  .codec(
    z.union([z.bigint(), z.number().int()], 'must be an integer with all its digits, without quotes'),
    digits,
    { decode: textOf, encode: (id) => BigInt(id) },
  )
  .register(leaves, { leaf: 'sent integer id' });

const lenientText = () => z.codec(wireId, z.string(), { decode: textOf, encode: (text) => text });

/**
 * A text in an answer; an integer in its place reads as its digits, so that a member nobody decides on cannot make a
 * whole order unreadable.
 */
export const wireText = lenientText().register(leaves, { leaf: 'text' });

/** A text in an answer that names or places a person. */
export const personalWireText = lenientText().register(leaves, { leaf: 'text', personal: true });

/** A code such as `errorCode`, text or integer on the wire; text inside. */
export const codeText = lenientText().register(leaves, { leaf: 'code' });
