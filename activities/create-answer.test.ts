import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { operations, parseExact, stringifyExact } from '../pandapon/index.ts';
import { sortAnswer } from './create-answer.ts';
import { item, line, orderObject, type Wire } from './fixtures/order-object.ts';
import type { SentLine } from './merchants.ts';

const read = (elements: readonly Wire[]) =>
  operations['alibaba.order.batchCreate'].answer.parse(parseExact(stringifyExact(elements)));
const sort = (sent: SentLine[], ...elements: Wire[]) => sortAnswer(read(elements), sent, []);

const spec = (n: number): string => String(n).padStart(32, '0');
const sentLine = (index: number, sellerOpenId: string, quantity = 1): SentLine => ({
  line: index,
  cargo: line({ sellerOpenId, specId: spec(index), quantity }),
});
const order = (id: string, sellerOpenId: string | null, lines: readonly SentLine[], more: Wire = {}): Wire =>
  orderObject(
    { idOfStr: id },
    {
      sellerOpenId,
      productItems: lines.map(({ cargo }) => item({ specId: cargo.specId, quantity: cargo.quantity })),
      ...more,
    },
  );
const refusal = (sellerOpenId: string | null): Wire => ({
  sellerOpenId,
  success: false,
  errorCode: '500_004',
  errorMsg: 'stock',
  baseInfo: null,
});

const A = 'BBBa';
const B = 'BBBb';
const [a0, a1, b2] = [sentLine(0, A), sentLine(1, A), sentLine(2, B)];

describe('what an answer leaves open', () => {
  test('a merchant whose orders do not hold all its lines is unknown as well', () => {
    expect(sort([a0, a1, b2], order('1', A, [a0]), order('2', B, [b2]))).toMatchObject({
      orders: [{ orderId: '1' }, { orderId: '2' }],
      missing: [A],
    });
  });

  test('a merchant that is ordered in part and refused in part is refused for the rest', () => {
    expect(sort([a0, a1], order('1', A, [a0]), refusal(A))).toMatchObject({
      orders: [{ orderId: '1' }],
      refused: [{ sellerOpenId: A, lines: [1] }],
      missing: [],
    });
  });

  test('two lines of one SKU are held only by the sum of both', () => {
    const twice = [
      { line: 0, cargo: line({ sellerOpenId: A, quantity: 2 }) },
      { line: 1, cargo: line({ sellerOpenId: A, quantity: 3 }) },
    ];
    const holding = (quantity: number) =>
      orderObject({}, { sellerOpenId: A, productItems: [item({ quantity })] });
    expect(sort(twice, holding(5))?.missing).toEqual([]);
    expect(sort(twice, holding(4))?.missing).toEqual([A]);
  });

  test('an order that names no goods, or other ones, holds all of its merchant', () => {
    expect(sort([a0, a1], order('1', A, [], { productItems: null }))?.missing).toEqual([]);
    expect(sort([a0, a1], order('1', A, [sentLine(9, A)]))?.missing).toEqual([]);
  });
});

describe('whose an element is', () => {
  test('one without a merchant is told by its goods', () => {
    expect(sort([a0, b2], order('1', null, [b2]), order('2', A, [a0]))).toMatchObject({
      orders: [
        { orderId: '2', sellerOpenId: A },
        { orderId: '1', sellerOpenId: B },
      ],
      missing: [],
    });
  });

  test('one without a merchant is the only merchant’s', () => {
    expect(sort([a0], refusal(null))).toMatchObject({
      refused: [{ sellerOpenId: A, lines: [0] }],
      missing: [],
    });
  });

  test('an order of a merchant that was not sent came in our answer: it is ours, and who did not answer is unknown', () => {
    expect(sort([a0], order('1', 'BBBstranger', [sentLine(9, 'x')]))).toMatchObject({
      orders: [{ orderId: '1', sellerOpenId: 'BBBstranger' }],
      missing: [A],
    });
  });

  test('an unreadable element that fits nobody, though all have answered, makes the whole unknown', () => {
    expect(sort([a0, b2], order('1', A, [a0]), order('2', B, [b2]), { success: true })).toBeNull();
    expect(sort([a0, b2], order('1', A, [a0]), order('2', B, [b2]), refusal('BBBstranger'))).toBeNull();
  });

  test('a refusal that names an order is neither', () => {
    const both = { ...order('1', A, [a0]), success: false, errorCode: '1' };
    expect(sort([a0], both)).toEqual({ orders: [], refused: [], missing: [A] });
  });
});

/** What the platform does with one merchant. */
const fate = fc.constantFrom('ordered', 'split', 'refused', 'left out', 'unreadable');

test('every merchant is settled exactly once, and no order is lost', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fate, fc.integer({ min: 1, max: 4 })), { minLength: 1, maxLength: 6 }),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      (fates, random) => {
        let next = 0;
        const merchants = fates.map(([what, size], index) => {
          const seller = `BBB${index}`;
          const lines = Array.from({ length: size }, () => sentLine(next++, seller));
          return { what, seller, lines };
        });
        const elements = merchants.flatMap(({ what, seller, lines }): Wire[] => {
          if (what === 'left out') return [];
          if (what === 'refused') return [refusal(seller)];
          if (what === 'unreadable') return [{ sellerOpenId: seller, success: true, baseInfo: {} }];
          if (what === 'ordered') return [order(`${seller.slice(3)}1`, seller, lines)];
          return lines.map((each, part) => order(`${seller.slice(3)}${part + 1}`, seller, [each]));
        });
        const shuffled = elements
          .map((element) => ({ element, at: random.next().value }))
          .sort((x, y) => x.at - y.at)
          .map(({ element }) => element);
        const sorted = sort(
          merchants.flatMap(({ lines }) => lines),
          ...shuffled,
        );
        const by = (...whats: string[]) =>
          merchants.filter(({ what }) => whats.includes(what)).map(({ seller }) => seller);
        expect(sorted?.missing).toEqual(by('left out', 'unreadable'));
        expect(sorted?.refused.map(({ sellerOpenId }) => sellerOpenId)).toEqual(by('refused'));
        for (const { sellerOpenId, lines } of sorted?.refused ?? []) {
          expect(lines).toEqual(
            merchants.find(({ seller }) => seller === sellerOpenId)?.lines.map((each) => each.line),
          );
        }
        const ids = merchants.flatMap(({ what, seller, lines }) => {
          if (what === 'ordered') return [`${seller.slice(3)}1`];
          return what === 'split' ? lines.map((_, part) => `${seller.slice(3)}${part + 1}`) : [];
        });
        expect(sorted?.orders.map(({ orderId }) => orderId).sort()).toEqual(ids.sort());
      },
    ),
    { numRuns: 200 },
  );
});

test('an order that the answer lists twice is one', () => {
  expect(sort([a0], order('1', A, [a0]), order('1', A, [a0]))?.orders).toHaveLength(1);
});
