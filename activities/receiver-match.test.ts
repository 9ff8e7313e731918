import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RECEIVER } from './fixtures/order-object.ts';
import { receiverMatch } from './receiver-match.ts';

const same = { differs: [] };
const shown = { toFullName: 'Tester Wang', toMobile: '13900000000', toArea: '浙江省 杭州市 西湖区 转塘' };

describe('the same receiver', () => {
  test.each([
    ['as it was sent', {}],
    ['in other spacing and width', { toFullName: ' tester　ｗａｎｇ', toMobile: '+86-139 0000 0000' }],
    ['masked', { toFullName: 'T***g', toMobile: '139****0000' }],
    ['masked whole', { toFullName: '**', toMobile: '***********' }],
    ['with the number as a phone', { toMobile: null, toPhone: '13900000000' }],
    ['with areas in short', { toArea: '浙江杭州西湖转塘' }],
    ['without a name', { toFullName: null }],
    ['without an area', { toArea: '' }],
  ])('%s', (_, more) => {
    expect(receiverMatch({ ...shown, ...more }, RECEIVER)).toEqual(same);
  });

  test('is told by its phone where it has no mobile', () => {
    const sent = { ...RECEIVER, mobile: null, phone: '0571-87654321' };
    expect(receiverMatch({ ...shown, toMobile: null, toPhone: '057187654321' }, sent)).toEqual(same);
  });
});

test.each([
  ['name', { toFullName: 'Other' }, ['name of the receiver']],
  ['number', { toMobile: '13700000000' }, ['mobile of the receiver']],
  ['masked number', { toMobile: '137****0000' }, ['mobile of the receiver']],
  ['area', { toArea: '上海市 浦东新区' }, ['area of the receiver']],
])('one member that differs is named: %s', (_, more, differs) => {
  expect(receiverMatch({ ...shown, ...more }, RECEIVER)).toEqual({ differs });
});

test('name and number that both differ are somebody else', () => {
  expect(receiverMatch({ ...shown, toFullName: 'Other', toMobile: '13700000000' }, RECEIVER)).toBeNull();
});

test('a receiver that the list does not show is said to be so', () => {
  expect(receiverMatch(null, RECEIVER)?.differs).toHaveLength(1);
});

test('masking any part of a name or number never makes it another', () => {
  const mask = (text: string, from: number, to: number) =>
    text.slice(0, from) + '*'.repeat(Math.max(1, to - from)) + text.slice(Math.max(from, to));
  fc.assert(
    fc.property(fc.nat(11), fc.nat(11), fc.nat(11), fc.nat(11), (a, b, c, d) => {
      const receiver = { toFullName: mask('Tester Wang', a, b), toMobile: mask('13900000000', c, d) };
      expect(receiverMatch(receiver, RECEIVER)).toEqual(same);
    }),
  );
});

test('what differs never holds a value', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (toFullName, toMobile, toArea) => {
      const match = receiverMatch({ toFullName, toMobile, toArea }, RECEIVER);
      for (const each of match?.differs ?? []) expect(each).toMatch(/^(name|mobile|area) of the receiver$/);
    }),
  );
});
