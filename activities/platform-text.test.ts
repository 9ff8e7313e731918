import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shownText } from './platform-text.ts';

describe('phone numbers', () => {
  test.each([
    ['快递员 13812345678 正在派送', '快递员 *** 正在派送'],
    ['电话13812345678，请保持畅通', '电话***，请保持畅通'],
    ['call +86 138 1234 5678', 'call ***'],
    ['call 86-0571-87654321', 'call ***'],
    ['call 0571-87654321 or 138-1234-5678', 'call *** or ***'],
  ])('are masked: %s', (text, masked) => {
    expect(shownText(text)).toBe(masked);
  });

  test.each([
    'order 2540608320348880794 is closed',
    'bill 75312345678901',
    'goods 743470146022, code 500_004',
    '2026-11-25 08:00:00 已签收',
  ])('are not seen where there are none: %s', (text) => {
    expect(shownText(text)).toBe(text);
  });
});

test('texts of the receiver are hidden', () => {
  expect(shownText('收货人 Zhang Wei 不能为空', ['Zhang Wei'])).toBe('收货人 *** 不能为空');
});

test('what is shown is one line of at most 200 characters', () => {
  expect(shownText('库存\n不足 ')).toBe('库存 不足');
  expect(shownText(null)).toBe('');
  fc.assert(
    fc.property(fc.string({ maxLength: 600 }), (text) => {
      const line = shownText(text);
      expect(line.length).toBeLessThanOrEqual(200);
      expect(line).not.toMatch(/[\r\n]/);
    }),
  );
});
