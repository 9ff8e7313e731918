import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FROM_PURCHASE } from './order/from-purchase.ts';
import { FROM_ORDER } from './purchase/from-order.ts';
import { isWord } from './words.ts';

test('our own words are words', () => {
  const held = { since: '2026-01-01T00:00:00.000Z', until: null, by: 'ui:li', note: null };
  expect(isWord({ type: 'hold', held }, FROM_PURCHASE)).toBe(true);
  expect(isWord({ type: 'abort', by: 'ui:li', atOnce: false }, FROM_PURCHASE)).toBe(true);
  expect(isWord({ type: 'handover', how: 'order', ceilingFen: 0, sends: 0 }, FROM_PURCHASE)).toBe(true);
  expect(isWord({ type: 'joined', orderId: '1' }, FROM_ORDER)).toBe(true);
});

test('what lacks something that its taker reads is none, whatever it is', () => {
  for (const body of [undefined, null, 'hold', {}, { type: 'hold' }, { type: 'hold', held: null }])
    expect(isWord(body, FROM_PURCHASE)).toBe(false);
  expect(isWord({ type: 'ended', orderId: '1', result: null }, FROM_ORDER)).toBe(false);
  expect(isWord({ type: 'toString' }, FROM_ORDER)).toBe(false);
  fc.assert(fc.property(fc.anything(), (body) => !isWord(body, FROM_PURCHASE) && !isWord(body, FROM_ORDER)));
});
