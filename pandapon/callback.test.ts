import fc from 'fast-check';
import { expect, test } from 'vitest';
import { signCallback, verifyCallback } from './callback.ts';

const accessKey = 'ak-example';
const secret = 'secret-example';
const rawBody =
  '{"messageType":"ORDER_TEST","messageBody":"{}","messagePlatform":1,"timestamp":"1715669977082"}';
const signature = '8d8ab551df57b4636c8e6d5bcab472e81184550d03a919ae66e55175bcf375aa';

test('the signature is lower hex HMAC-SHA256 over access key and raw body', () => {
  expect(signCallback({ accessKey, secret, rawBody })).toBe(signature);
});

test.each([[signature], [signature.toUpperCase()], [` ${signature} `]])('%j is accepted', (authorization) => {
  expect(verifyCallback({ authorization, rawBody, accessKey, secrets: [secret] })).toBe(true);
});

test.each([[null], [undefined], [''], ['x'], [signature.slice(1)], [`${signature}0`], ['é'.repeat(32)]])(
  '%j is refused',
  (authorization) => {
    expect(verifyCallback({ authorization, rawBody, accessKey, secrets: [secret] })).toBe(false);
  },
);

test('each configured secret verifies, no other does', () => {
  const verifiedBy = (...secrets: string[]) =>
    verifyCallback({ authorization: signature, rawBody, accessKey, secrets });
  expect(verifiedBy('new', secret)).toBe(true);
  expect(verifiedBy(secret, 'new')).toBe(true);
  expect(verifiedBy('new')).toBe(false);
  expect(verifiedBy()).toBe(false);
});

test('bytes are verified as received, valid UTF-8 or not, and one changed byte is refused', () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(bytes, fc.nat(), (body, at) => {
      const authorization = signCallback({ accessKey, secret, rawBody: body });
      const changed = Uint8Array.from(body);
      changed[at % body.length] = (changed[at % body.length] ?? 0) ^ 1;
      expect(verifyCallback({ authorization, rawBody: body, accessKey, secrets: [secret] })).toBe(true);
      expect(verifyCallback({ authorization, rawBody: changed, accessKey, secrets: [secret] })).toBe(false);
    }),
  );
});
