import Big from 'big.js';
import { parse, stringify } from 'lossless-json';

/** Deeper nesting than any message of the platform has; keeps every later walk off the end of the stack. */
const MAX_DEPTH = 100;
/** No number on the wire has more digits; keeps `1e1000000` from being written out. */
const MAX_EXPONENT = 400;

/**
 * Reads JSON without rounding any number: a number where that is exact, a bigint for a larger integer, and the text of
 * the number for a fraction with more digits than a double holds. A repeated member: the last counts, as with
 * `JSON.parse`. `__proto__` is an ordinary member.
 * @throws SyntaxError when it is not JSON, or is nested deeper than 100.
 */
export function parseExact(text: string): unknown {
  refuseDeepNesting(text);
  return parse(text, null, { parseNumber: exactNumber, onDuplicateKey: ({ newValue }) => newValue });
}

/**
 * Writes JSON; a bigint comes out as an integer with all its digits. Members that are undefined are left out.
 * @param indent spaces a level, for people. @default none, on one line
 * @throws TypeError for something JSON has no form for at the top (a function, undefined).
 */
export function stringifyExact(value: unknown, indent?: number): string {
  const text = stringify(value, null, indent);
  if (text === undefined) throw new TypeError('a value without a JSON form cannot be written');
  return text;
}

function exactNumber(text: string): number | bigint | string {
  const number = Number(text);
  // A decimal of up to 15 significant digits always survives a double.
  if (text.length <= 15 && Number.isFinite(number) && !/[eE]/.test(text)) return number;
  const exact = new Big(text);
  if (Math.abs(exact.e) > MAX_EXPONENT) throw new SyntaxError('a number is out of range');
  if (exact.mod(1).eq(0)) return Number.isSafeInteger(number) ? number : BigInt(exact.toFixed(0));
  return Number.isFinite(number) && exact.eq(String(number)) ? number : text;
}

function refuseDeepNesting(text: string): void {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (inString) {
      if (char === 0x5c) i++;
      else if (char === 0x22) inString = false;
    } else if (char === 0x22) inString = true;
    else if (char === 0x7b || char === 0x5b) {
      if (++depth > MAX_DEPTH) throw new SyntaxError(`JSON is nested deeper than ${MAX_DEPTH}`);
    } else if (char === 0x7d || char === 0x5d) depth--;
  }
}
