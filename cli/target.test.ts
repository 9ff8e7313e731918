import { expect, test } from 'vitest';
import { parseTarget } from './target.ts';

const ORDER = '2540608320348880794';

test.each([
  ['po-1', { kind: 'purchase', id: 'po-1' }],
  ['20260101', { kind: 'purchase', id: '20260101' }],
  [ORDER, { kind: 'order', platform: '1688', orderId: ORDER }],
  [`order:1688:${ORDER}`, { kind: 'order', platform: '1688', orderId: ORDER }],
  ['order:taobao:42', { kind: 'order', platform: 'taobao', orderId: '42' }],
  ['purchase:po-1', { kind: 'purchase', id: 'po-1' }],
  [`purchase:${ORDER}`, { kind: 'purchase', id: ORDER }],
])('%s', (written, target) => {
  expect(parseTarget(written)).toEqual(target);
});

test.each([['order:1688:'], ['order:ebay:1'], ['refund:1688:1']])('%s is told how an id looks', (written) => {
  expect(() => parseTarget(written)).toThrow('order:1688:<digits>');
});
