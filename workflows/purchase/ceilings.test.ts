import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withTolerance } from '../tolerance.ts';
import { merchantCeilings, orderCeilings } from './ceilings.ts';

const fen = fc.integer({ min: 0, max: 1_000_000_000 });
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

test('each merchant may cost its preview and the tolerance on top', () => {
  const ceilings = merchantCeilings(
    [
      { key: 'a', previewFen: 2300 },
      { key: 'b', previewFen: 999 },
    ],
    100,
    null,
  );
  expect(Object.fromEntries(ceilings)).toEqual({ a: 2323, b: 1008 });
});

test('all merchants together stay within the limit: first the tolerance gives way, then the previews', () => {
  fc.assert(
    fc.property(
      fc.array(fen, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 0, max: 10_000 }),
      fen,
      (sums, bps, limit) => {
        const previews = sums.map((previewFen, index) => ({ key: String(index), previewFen }));
        const ceilings = [...merchantCeilings(previews, bps, limit).values()];
        expect(sum(ceilings)).toBeLessThanOrEqual(limit);
        for (const [index, ceiling] of ceilings.entries()) {
          const previewFen = sums[index] ?? 0;
          expect(Number.isSafeInteger(ceiling)).toBe(true);
          expect(ceiling).toBeLessThanOrEqual(withTolerance(previewFen, bps));
          if (sum(sums) <= limit) expect(ceiling).toBeGreaterThanOrEqual(previewFen);
        }
      },
    ),
  );
});

test('the ceilings of the orders of a merchant guard its sum, each alone', () => {
  fc.assert(
    fc.property(
      fen,
      fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 8 }),
      (ceiling, dues) => {
        const ceilings = orderCeilings(ceiling, dues);
        const fits = sum(dues) <= ceiling;
        for (const [index, own] of ceilings.entries()) expect(own >= (dues[index] ?? 0)).toBe(fits);
        if (fits) expect(sum(ceilings)).toBeLessThanOrEqual(ceiling);
      },
    ),
  );
});

test('orders that cost nothing share what there is', () => {
  expect(orderCeilings(100, [0, 0])).toEqual([50, 50]);
});
