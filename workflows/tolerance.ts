/** Parts of a sum. Integer fen throughout; products in BigInt. Pure. */

/** floor(a * b / c), exact. */
export function share(a: number, b: number, c: number): number {
  return c === 0 ? 0 : Number((BigInt(a) * BigInt(b)) / BigInt(c));
}

/** What `priceToleranceBps` adds to a sum. */
export const withTolerance = (fen: number, bps: number): number => fen + share(fen, bps, 10_000);
