import { z } from 'zod';
import { parseExact, stringifyExact } from '../json.ts';

/** JSON that the platform wants written into a text: the value inside, the text on the wire. */
export const jsonText = <Value extends z.ZodType>(value: Value) =>
  z.codec(z.string(), value, {
    decode: (text, context) => {
      try {
        // The parser's edge: `value` reads it next.
        return parseExact(text) as z.input<Value>;
      } catch {
        context.issues.push({ code: 'custom', input: text, message: 'must be a text that holds JSON' });
        return z.NEVER;
      }
    },
    encode: (inside) => stringifyExact(inside),
  });
