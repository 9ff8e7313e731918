import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AmountError, fen, fenToYuan, isFen, readFen, sumFen, yuanToFen } from './money.ts';

const anyFen = fc.maxSafeInteger();

test('every amount survives fen -> yuan -> fen', () => {
  fc.assert(fc.property(anyFen, (amount) => yuanToFen(fenToYuan(fen(amount === 0 ? 0 : amount))) === amount));
});

test('yuan with two decimals, as a JSON number, are exactly their fen', () => {
  const upToTenBillionYuan = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 });
  fc.assert(fc.property(upToTenBillionYuan, (amount) => yuanToFen(amount / 100) === amount));
});

test.each([
  [23, 2_300],
  [19.9, 1_990],
  ['23.00', 2_300],
  ['0.07', 7],
  [1.15, 115],
  [-39.89, -3_989],
  ['1e2', 10_000],
  [90_071_992n, 9_007_199_200],
  ['-0', 0],
])('%s yuan are %i fen', (yuan, amount) => {
  expect(yuanToFen(yuan)).toBe(amount);
});

test.each([
  ['19.999'],
  [0.001],
  ['abc'],
  [''],
  ['1e400'],
  ['1e1000000'],
  [Number.NaN],
  ['12,50'],
  [90_071_992_547_410n],
])('%s yuan are refused, never rounded', (yuan) => {
  expect(() => yuanToFen(yuan)).toThrow(AmountError);
});

test('fen on the wire are whole numbers', () => {
  expect(readFen('1900')).toBe(1_900);
  expect(readFen(-3_989n)).toBe(-3_989);
  expect(() => readFen(19.5)).toThrow(AmountError);
});

test('only a safe integer is an amount', () => {
  expect([0, -5, Number.MAX_SAFE_INTEGER].every(isFen)).toBe(true);
  expect([1.5, Number.NaN, -0, 2 ** 53, '5', 5n, null].some(isFen)).toBe(false);
  expect(() => fen(1.5)).toThrow(AmountError);
});

test('a sum that is no longer exact is refused', () => {
  expect(sumFen([fen(1_900), fen(400)])).toBe(2_300);
  expect(sumFen([])).toBe(0);
  expect(() => sumFen([fen(Number.MAX_SAFE_INTEGER), fen(1)])).toThrow(AmountError);
});
