import { expect, test } from 'vitest';
import { newNonce, requestTimestamp, signRequest } from './sign.ts';

const SIGNED = {
  accessKey: 'ak-example',
  nonce: '0123456789abcdef0123456789abcdef',
  secret: 'secret-example',
};

test.each([
  ['1715669977082', '19E551531FC72E4274D45C0A80A48A1F'],
  ['1715669977', '406EB05B1450D8EE324E9E5252CB8C49'],
])('a request with timestamp %s is signed with %s', (timestamp, signature) => {
  expect(signRequest({ ...SIGNED, timestamp })).toBe(signature);
});

test('a nonce has 32 random digits, hexadecimal in lower case, and no two are alike', () => {
  const nonces = Array.from({ length: 1_000 }, newNonce);
  for (const nonce of nonces) expect(nonce).toMatch(/^[0-9a-f]{32}$/);
  expect(new Set(nonces).size).toBe(1_000);
});

test('a timestamp has 13 digits of milliseconds or 10 of whole seconds', () => {
  expect(requestTimestamp(1_715_669_977_982, 'ms')).toBe('1715669977982');
  expect(requestTimestamp(1_715_669_977_982, 's')).toBe('1715669977');
});
