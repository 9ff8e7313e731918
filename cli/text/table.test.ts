import { expect, test } from 'vitest';
import { cut, oneLine } from './one-line.ts';
import { table } from './table.ts';

test('columns stand under each other, Chinese texts counted as wide as they are shown', () => {
  const columns = [{ head: 'SHOP' }, { head: 'MONEY', align: 'right' as const }, { head: 'ID' }];
  const rows = [
    ['商店七', 'CNY 9.00', 'po-1'],
    ['shop', 'CNY 1200.00', 'po-22'],
  ];
  expect(table(columns, rows)).toBe(
    ['SHOP          MONEY  ID', '商店七     CNY 9.00  po-1', 'shop    CNY 1200.00  po-22', ''].join('\n'),
  );
});

test("somebody else's text can not draw on the terminal, break the line, or turn it around", () => {
  expect(oneLine('sold\u001b[2J out\r\nreally\u2028yes\u202eno')).toBe('sold [2J out really yes no');
  expect(table([{ head: 'WHY' }], [['a\nb\u0007']])).toBe('WHY\na b\n');
});

test('a long text is cut by characters, not in the middle of one', () => {
  expect(cut('库存😀😀😀', 4)).toBe('库存😀…');
  expect(cut('short', 5)).toBe('short');
});
