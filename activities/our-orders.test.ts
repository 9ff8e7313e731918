import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderTag } from '../contract/index.ts';
import { operations, parseExact, stringifyExact } from '../pandapon/index.ts';
import { item, line, orderObject, POSTED_AT, request, SELLER, type Wire } from './fixtures/order-object.ts';
import { matchOrder, type Search, taggedPurchase, windowStart } from './our-orders.ts';
import { remarkOf } from './request-body.ts';

const id = fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/);
const number = fc.integer({ min: 1, max: 9_999 });
const message = fc.string({ maxLength: 128 });

const search = (purchaseId: string, more: Partial<Search> = {}): Search => ({
  purchaseId,
  request: request(),
  sent: [{ line: 0, cargo: line() }],
  tag: true,
  postedAt: POSTED_AT,
  ...more,
});
const read = (base: Wire, more: Wire = {}) =>
  operations['alibaba.order.detail'].answer.parse(parseExact(stringifyExact(orderObject(base, more))));

test('a remark that we wrote is ours, whatever stands before the tag', () => {
  fc.assert(
    fc.property(id, number, message, (purchaseId, n, said) => {
      const order = read({ buyerFeedback: remarkOf(said, { purchaseId, n }) });
      expect(matchOrder(order, search(purchaseId))).toEqual({ differs: [] });
    }),
  );
});

test('a remark of one purchase is never another one’s, whatever its message quotes', () => {
  fc.assert(
    fc.property(id, id, number, (ours, theirs, n) => {
      fc.pre(ours !== theirs);
      const order = read({ buyerFeedback: remarkOf(`as ${orderTag(ours, 1)}`, { purchaseId: theirs, n }) });
      expect(matchOrder(order, search(ours))).toBeNull();
    }),
  );
});

test('the tag is read though the platform trims, cuts or adds blanks behind the id', () => {
  for (const remark of ['[#po-1/1]', ' x [#po-1/1] ', '[#po-1/', '[#po-1/12\n', '[#old/1] [#po-1/2]']) {
    expect(taggedPurchase(remark)).toBe('po-1');
  }
  for (const remark of [null, '', 'po-1', '#po-1/1', '[#po-1]', '[# po-1/1]'])
    expect(taggedPurchase(remark)).toBeNull();
});

test('with the tag on an order without it is never a candidate', () => {
  expect(matchOrder(read({}), search('po-1'))).toBeNull();
});

test('with the tag on an order of another merchant of the purchase is none of those looked for', () => {
  const [first] = request().cargoParamList;
  if (first === undefined) throw new Error('the request has no line');
  const both = { ...request(), cargoParamList: [first, { ...first, sellerOpenId: 'another-shop' }] };
  const tagged = { buyerFeedback: '[#po-1/1]' };
  const of = (sellerOpenId: string) => read(tagged, { sellerOpenId });
  const sought = search('po-1', { request: both });
  expect(matchOrder(of('another-shop'), sought)).toBeNull();
  expect(matchOrder(of(SELLER), sought)).toEqual({ differs: [] });
  expect(matchOrder(of('a-shop-nobody-named'), sought)).toEqual({ differs: [] });
});

test('with the tag off a tag in our own message does not hide our order', () => {
  const own = { ...request(), message: 'mine [#x/1]' };
  const order = read({ buyerFeedback: 'mine [#x/1]' });
  expect(matchOrder(order, search('po-1', { tag: false, request: own }))).toEqual({ differs: [] });
  expect(matchOrder(order, search('po-1', { tag: false }))).toBeNull();
});

test('with the tag off one common SKU of the right merchant is enough to be looked at', () => {
  const two = [
    { line: 0, cargo: line() },
    { line: 1, cargo: line({ sellerOpenId: 'BBBother', specId: 'f'.repeat(32) }) },
  ];
  const of = (sellerOpenId: string | null, ...specs: string[]) =>
    matchOrder(
      read({}, { sellerOpenId, productItems: specs.map((specId) => item({ specId, subItemID: null })) }),
      search('po-1', { tag: false, sent: two }),
    );
  const [first] = two;
  const spec = first?.cargo.specId ?? '';
  expect(of(SELLER, spec.toUpperCase(), '0'.repeat(32))).not.toBeNull();
  expect(of(SELLER, 'f'.repeat(32))).toBeNull();
  expect(of(null, 'f'.repeat(32))).not.toBeNull();
  expect(of(SELLER)).not.toBeNull();
});

test('the window begins ten minutes before the posting', () => {
  expect(windowStart(POSTED_AT)).toBe('2026-11-24T23:50:00.000Z');
});
