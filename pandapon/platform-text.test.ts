import { expect, test } from 'vitest';
import { platformText } from './platform-text.ts';

test('a text becomes one line without control characters', () => {
  expect(platformText(' a\r\n b\u0000\u001b[31mc\u2028d ')).toBe('a b [31mc d');
});

test('a long text is cut', () => {
  expect(platformText('号'.repeat(1_000))).toBe(`${'号'.repeat(299)}…`);
});

test('mobile numbers are hidden, order ids are not', () => {
  expect(platformText('手机13900000001错误, +8613900000001')).toBe('手机***错误, +8613900000001');
  expect(platformText('order 2540613900000001794')).toBe('order 2540613900000001794');
});

test('given texts are hidden literally', () => {
  expect(platformText('no (a.b) c, axb', ['(a.b)', '', 'c '])).toBe('no *** c, axb');
});
