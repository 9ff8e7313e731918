import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BATCH_CREATE_ANSWER, BATCH_CREATE_REQUESTS } from './fixtures/files.ts';
import { parseExact, stringifyExact } from './json.ts';
import { operations } from './operations.ts';
import { answerToWire, requestFromWire, requestToWire } from './wire-form.ts';

test('a request read from the wire goes out again digit by digit', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }), (id) => {
      const text = `{"webSite":"1688","orderId":${id},"cancelReason":"other"}`;
      const request = requestFromWire('alibaba.order.cancel', parseExact(text));
      expect(request.orderId).toBe(String(id));
      expect(stringifyExact(requestToWire('alibaba.order.cancel', request))).toBe(text);
    }),
  );
});

test('the documented body survives with each blank the page prints', () => {
  for (const text of BATCH_CREATE_REQUESTS) {
    const request = requestFromWire('alibaba.order.batchCreate', parseExact(text));
    expect(requestToWire('alibaba.order.batchCreate', request)).toEqual(JSON.parse(text));
  }
});

test('an id as text where the platform wants an integer is a misfit, and the other way round', () => {
  const cancel = () => requestFromWire('alibaba.order.cancel', { webSite: '1688', orderId: '1' });
  const detail = () => requestFromWire('alibaba.order.detail', { webSite: '1688', orderId: 1n });
  expect(cancel).toThrow(/^alibaba\.order\.cancel: the request does not fit: \/orderId /);
  expect(detail).toThrow(/^alibaba\.order\.detail: the request does not fit: \/orderId /);
});

test('an answer written again equals what was read', () => {
  const wire: unknown = Reflect.get(Object(parseExact(BATCH_CREATE_ANSWER)), 'data');
  const answer = operations['alibaba.order.batchCreate'].answer.parse(wire);
  expect(parseExact(stringifyExact(answerToWire('alibaba.order.batchCreate', answer)))).toEqual(wire);
});
