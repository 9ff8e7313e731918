import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { BATCH_CREATE_ANSWER } from '../fixtures/files.ts';
import { parseExact, stringifyExact } from '../json.ts';
import { order, orderIdOf, subItemIdOf } from './orders.ts';

const read = (text: string) => z.decode(order, z.parse(z.looseObject({}), parseExact(text)));

test('reading and writing the documented sample loses nothing', () => {
  const envelope = z.object({ data: z.array(z.looseObject({})) }).parse(parseExact(BATCH_CREATE_ANSWER));
  const written = envelope.data.map((each) => z.encode(order, z.decode(order, each)));
  expect(parseExact(stringifyExact(written))).toEqual(envelope.data);
});

test('members nobody declared pass through, large integers exactly', () => {
  const text = '{"baseInfo":{"id":1,"newMember":{"a":[2540608320348880794]}},"another":"x"}';
  expect(stringifyExact(z.encode(order, read(text)))).toBe(text);
});

test('a refused element of a batch create is readable', () => {
  const refused = read(
    '{"baseInfo":null,"productItems":null,"sellerOpenId":"s","success":false,"errorCode":500004,"errorMsg":"no stock"}',
  );
  expect(refused).toMatchObject({ baseInfo: null, success: false, errorCode: '500004' });
  expect(orderIdOf(refused)).toBeNull();
});

test('every declared member may be null or missing', () => {
  const nulls = (shape: object) => Object.fromEntries(Object.keys(shape).map((name) => [name, null]));
  const { baseInfo, productItems } = order.shape;
  const text = stringifyExact({
    ...nulls(order.shape),
    baseInfo: nulls(baseInfo.unwrap().unwrap().shape),
    productItems: [nulls(productItems.unwrap().unwrap().element.shape)],
  });
  expect(() => read(text)).not.toThrow();
  expect(() =>
    read('{"baseInfo":{},"productItems":[{}],"nativeLogistics":{},"tradeTerms":[{}]}'),
  ).not.toThrow();
});

describe('ids', () => {
  test('the text beside an integer is the truth', () => {
    const both = read(
      '{"baseInfo":{"id":2540608320348881000,"idOfStr":"2540608320348880794"},"productItems":[{"subItemID":2540608320348881000,"subItemIDString":"2540608320348880795"}]}',
    );
    expect(orderIdOf(both)).toBe('2540608320348880794');
    expect(both.productItems?.map(subItemIdOf)).toEqual(['2540608320348880795']);
  });

  test.each([
    ['{"baseInfo":{"id":2540608320348880794}}'],
    ['{"baseInfo":{"id":2540608320348880794,"idOfStr":null}}'],
    ['{"baseInfo":{"id":2540608320348880794,"idOfStr":""}}'],
    ['{"baseInfo":{"id":"2540608320348880794"}}'],
  ])('without it the digits of the integer count: %s', (text) => {
    expect(orderIdOf(read(text))).toBe('2540608320348880794');
  });
});

test('amounts: yuan and fen on the wire are fen inside', () => {
  const { baseInfo, productItems } = read(
    '{"baseInfo":{"totalAmount":0.01,"discount":-3989,"shippingFee":"4.00"},"productItems":[{"itemAmount":19.9,"entryDiscount":-5,"price":0.125}]}',
  );
  expect(baseInfo).toMatchObject({ totalAmount: 1, discount: -3_989, shippingFee: 400 });
  // A unit price may be finer than a fen; nothing is decided on it.
  expect(productItems).toMatchObject([{ itemAmount: 1_990, entryDiscount: -5, price: null }]);
});

test('counts and names of another type do not make an order unreadable', () => {
  const { productItems } = read('{"productItems":[{"quantity":"2","logisticsStatus":"1","name":12345}]}');
  expect(productItems).toMatchObject([{ quantity: 2, logisticsStatus: 1, name: '12345' }]);
});
