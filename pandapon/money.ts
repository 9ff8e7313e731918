import Big from 'big.js';

declare const fenBrand: unique symbol;

/** An integer number of fen (1/100 yuan). Every amount inside is one; yuan exist only on the wire and in texts for people. */
export type Fen = number & { readonly [fenBrand]: 'fen' };

/** Thrown when something is not a whole, exactly representable number of fen. */
export class AmountError extends Error {
  override name = 'AmountError';
}

/**
 * Takes an integer number of fen.
 * @throws AmountError for a fraction or a number too large to be exact.
 */
export function fen(amount: number): Fen {
  if (!isFen(amount)) throw new AmountError(`${amount} is not a whole number of fen`);
  return amount;
}

/** True for an integer that is exact as a JavaScript number. Negative amounts (reductions) count. */
export const isFen = (amount: unknown): amount is Fen =>
  typeof amount === 'number' && Number.isSafeInteger(amount) && !Object.is(amount, -0);

/**
 * Yuan as the wire writes them (`23`, `"23.00"`, `19.9`) to fen, exactly and never rounded
 * (docs/reference/platform.md, "Money").
 * @throws AmountError when it is no number, or has a part smaller than a fen.
 */
export function yuanToFen(yuan: string | number | bigint): Fen {
  return wholeFen(decimal(yuan).times(100), `${yuan} yuan`);
}

/**
 * Fen as the wire writes them (`1900`, `"1900"`) to fen.
 * @throws AmountError when it is no whole number.
 */
export function readFen(amount: string | number | bigint): Fen {
  return wholeFen(decimal(amount), `${amount} fen`);
}

/**
 * Fen to yuan with two decimals: `2300` is `"23.00"`, `-5` is `"-0.05"`.
 * @throws AmountError when it is not a whole number of fen.
 */
export function fenToYuan(amount: number): string {
  const digits = String(Math.abs(fen(amount))).padStart(3, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Adds amounts. @throws AmountError when the sum is no longer exact. */
export function sumFen(amounts: Iterable<Fen>): Fen {
  let sum = 0;
  for (const amount of amounts) sum += amount;
  return fen(sum);
}

function decimal(text: string | number | bigint): Big {
  try {
    return new Big(typeof text === 'string' ? text.trim() : String(text));
  } catch {
    throw new AmountError('an amount is not a decimal number');
  }
}

function wholeFen(amount: Big, said: string): Fen {
  // Compared as a decimal first: an exponent of a million digits must not be written out.
  if (amount.abs().gt(Number.MAX_SAFE_INTEGER)) throw new AmountError(`${said} is too large`);
  if (!amount.mod(1).eq(0)) throw new AmountError(`${said} is not a whole number of fen`);
  const whole = amount.toNumber();
  return fen(whole === 0 ? 0 : whole);
}
