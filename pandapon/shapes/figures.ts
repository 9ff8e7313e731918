import { z } from 'zod';
import { leaves } from './leaves.ts';

/** How many, where the platform wants it as text. */
export const countText = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'must be a whole number above 0, as text')
  .register(leaves, { leaf: 'count as text' });

/** A count or a small code in an answer: a number, or the text of one. Not for amounts or ids. */
export const figure = z
  .codec(z.union([z.number(), z.string()]), z.number(), {
    decode: (value, context) => {
      const number = typeof value === 'number' ? value : value.trim() === '' ? Number.NaN : Number(value);
      if (Number.isFinite(number)) return number;
      context.issues.push({ code: 'custom', input: value, message: 'must be a number' });
      return z.NEVER;
    },
    encode: (number) => number,
  })
  .register(leaves, { leaf: 'number' });
