import { randomBytes } from 'node:crypto';
import Big from 'big.js';
import { stringify } from 'lossless-json';

/** Deeper nesting than any message of the platform has; keeps every later walk off the end of the stack. */
const MAX_DEPTH = 100;
/** No number on the wire has more digits; keeps `1e1000000` from being written out. */
const MAX_EXPONENT = 400;
/** A decimal of up to so many significant digits always survives a double. */
const PLAIN_DIGITS = 15;

/**
 * Reads JSON without rounding any number: a number where that is exact, a bigint for a larger integer, and the text of
 * the number for a fraction with more digits than a double holds. A repeated member: the last counts, as with
 * `JSON.parse`. `__proto__` is an ordinary member.
 * As fast as `JSON.parse` itself: megabytes of it must not hold up what else a process does.
 * @throws SyntaxError, which quotes nothing, when it is not JSON, or is nested deeper than 100.
 */
export function parseExact(text: string): unknown {
  const numbers = findLongNumbers(text);
  if (numbers.length === 0) return parseNative(text);
  return readMarked(parseNative(markNumbers(text, numbers), text));
}

function parseNative(text: string, original = text): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notJson(original);
  }
}

/** Says where it is wrong, as far as the engine tells; its own sentence quotes the text. */
function notJson(text: string): SyntaxError {
  try {
    JSON.parse(text);
  } catch (error) {
    const at = / in JSON at position (\d+)/.exec(String(error))?.[1];
    if (at !== undefined) return new SyntaxError(`it is not JSON at position ${at}`);
  }
  return new SyntaxError('it is not JSON');
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

const INTEGER = /^-?\d+$/;

function exactNumber(text: string): number | bigint | string {
  const number = Number(text);
  if (INTEGER.test(text) && text.length <= MAX_EXPONENT)
    return Number.isSafeInteger(number) ? number : BigInt(text);
  if (text.length <= PLAIN_DIGITS && Number.isFinite(number) && !/[eE]/.test(text)) return number;
  const exact = new Big(text);
  if (Math.abs(exact.e) > MAX_EXPONENT) throw new SyntaxError('a number is out of range');
  if (exact.mod(1).eq(0)) return Number.isSafeInteger(number) ? number : BigInt(exact.toFixed(0));
  return Number.isFinite(number) && exact.eq(String(number)) ? number : text;
}

/** From and to (exclusive), in the text. */
type Span = readonly [number, number];

/** Numbers that a double may not hold, outside of texts. @throws SyntaxError for what is nested too deep. */
function findLongNumbers(text: string): Span[] {
  const found: Span[] = [];
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === QUOTE) i = endOfText(text, i);
    else if (char === 0x7b || char === 0x5b) {
      if (++depth > MAX_DEPTH) throw new SyntaxError(`JSON is nested deeper than ${MAX_DEPTH}`);
    } else if (char === 0x7d || char === 0x5d) depth--;
    else if (char === 0x2d || isDigit(char)) {
      const end = endOfNumber(text, i);
      if (end - i > PLAIN_DIGITS || /[eE]/.test(text.slice(i, end))) found.push([i, end]);
      i = end - 1;
    }
  }
  return found;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const isDigit = (char: number): boolean => char >= 0x30 && char <= 0x39;
/** Of `+ - . E e`. */
const NUMBER_SIGNS: ReadonlySet<number> = new Set([0x2b, 0x2d, 0x2e, 0x45, 0x65]);

function endOfText(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text.charCodeAt(i) !== QUOTE) i += text.charCodeAt(i) === BACKSLASH ? 2 : 1;
  return i;
}

function endOfNumber(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && (isDigit(text.charCodeAt(i)) || NUMBER_SIGNS.has(text.charCodeAt(i)))) i++;
  return i;
}

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** No text of a message can be taken for a marked number: nobody outside of this process knows the mark. */
const MARK = randomBytes(12).toString('hex');

/** The JSON with these numbers as texts behind the mark. */
function markNumbers(text: string, numbers: readonly Span[]): string {
  const pieces: string[] = [];
  let done = 0;
  for (const [from, to] of numbers) {
    const number = text.slice(from, to);
    if (!JSON_NUMBER.test(number)) throw new SyntaxError('it is not JSON');
    pieces.push(text.slice(done, from), `"${MARK}${number}"`);
    done = to;
  }
  return pieces.join('') + text.slice(done);
}

/** Puts the exact numbers in place of the marked texts, in what was just parsed. @throws SyntaxError where a number stands as a name. */
function readMarked(value: unknown): unknown {
  if (typeof value === 'string')
    return value.startsWith(MARK) ? exactNumber(value.slice(MARK.length)) : value;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = readMarked(value[i]);
  } else if (isRecord(value)) {
    for (const name of Object.keys(value)) {
      if (name.startsWith(MARK)) throw new SyntaxError('it is not JSON');
      const before = value[name];
      const after = readMarked(before);
      if (after !== before) setOwn(value, name, after);
    }
  }
  return value;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** An assignment that also holds for a member named `__proto__`. */
function setOwn(record: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') record[name] = value;
  else Object.defineProperty(record, name, { value, writable: true, enumerable: true, configurable: true });
}
