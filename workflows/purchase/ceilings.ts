import { share } from '../tolerance.ts';

/** How much each merchant, and each of its orders, may cost. Integer fen throughout. Pure. */

/**
 * Each merchant may cost its preview and the tolerance on top, cut so that all of them together stay within `limitFen`
 * (null: no limit): first the tolerance gives way, then, evenly, the previews themselves.
 */
export function merchantCeilings(
  previews: readonly { key: string; previewFen: number }[],
  toleranceBps: number,
  limitFen: number | null,
): Map<string, number> {
  const allowed = previews.map(({ key, previewFen }) => ({
    key,
    previewFen,
    extra: share(previewFen, toleranceBps, 10_000),
  }));
  const sum = allowed.reduce((total, merchant) => total + merchant.previewFen, 0);
  const extra = allowed.reduce((total, merchant) => total + merchant.extra, 0);
  const room = limitFen === null ? extra : Math.min(extra, limitFen - sum);
  return new Map(
    allowed.map((merchant) => [
      merchant.key,
      room >= 0
        ? merchant.previewFen + share(merchant.extra, room, extra)
        : share(merchant.previewFen, Math.max(0, limitFen ?? 0), sum),
    ]),
  );
}

/**
 * The ceiling of each order of one merchant: what is due, and its share of what the merchant's ceiling leaves, rounded
 * down, so that every order guards the sum alone. Where the sum is too high already every order is above its ceiling.
 */
export function orderCeilings(ceilingFen: number, dueFen: readonly number[]): number[] {
  const sum = dueFen.reduce((total, due) => total + due, 0);
  if (sum === 0) return dueFen.map(() => Math.trunc(Math.max(0, ceilingFen) / Math.max(1, dueFen.length)));
  return ceilingFen >= sum
    ? dueFen.map((due) => due + share(due, ceilingFen - sum, sum))
    : dueFen.map((due) => Math.min(share(due, Math.max(0, ceilingFen), sum), Math.max(0, due - 1)));
}
