/** Fen as the text people read: `2300` is `CNY 23.00`. Integer arithmetic only. */
export function cny(fen: number): string {
  const sign = fen < 0 ? '-' : '';
  const abs = Math.abs(fen);
  return `CNY ${sign}${Math.trunc(abs / 100)}.${String(abs % 100).padStart(2, '0')}`;
}
