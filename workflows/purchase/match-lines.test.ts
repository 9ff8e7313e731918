import fc from 'fast-check';
import { expect, test } from 'vitest';
import { item } from '../order/order.fixture.ts';
import { matchLines } from './match-lines.ts';
import { FollowedPurchase, orderOf } from './purchase.fixture.ts';

const purchaseOf = (cargo: { spec: string; quantity: number }[]) => {
  const run = new FollowedPurchase({}, cargo.length);
  for (const [index, { spec, quantity }] of cargo.entries())
    Object.assign(run.state.request.cargoParamList[index] ?? {}, { specId: spec, quantity });
  return run.state;
};
const holding = (orderId: string, items: [string, number][]) =>
  orderOf(0, {
    orderId,
    items: items.map(([specId, quantity], n) => item({ subItemId: `${orderId}-${n}`, specId, quantity })),
  });

test('two lines of one SKU are told apart by their quantity, in whatever order they are answered', () => {
  const state = purchaseOf([
    { spec: 'a', quantity: 1 },
    { spec: 'a', quantity: 5 },
  ]);
  const lines = matchLines(state, [0, 1], [holding('1', [['a', 5]]), holding('2', [['a', 1]])]);
  expect(lines.get('1')).toEqual([{ line: 1, subItemId: '1-0' }]);
  expect(lines.get('2')).toEqual([{ line: 0, subItemId: '2-0' }]);
});

test('an item may fulfil several lines', () => {
  const state = purchaseOf([
    { spec: 'a', quantity: 1 },
    { spec: 'A', quantity: 2 },
  ]);
  expect(matchLines(state, [0, 1], [holding('1', [['a', 3]])]).get('1')).toEqual([
    { line: 0, subItemId: '1-0' },
    { line: 1, subItemId: '1-0' },
  ]);
});

test('however a platform splits lines, each is held in just its quantity', () => {
  const cargo = fc.array(
    fc.record({ spec: fc.constantFrom('a', 'b'), quantity: fc.integer({ min: 1, max: 4 }) }),
    {
      minLength: 1,
      maxLength: 4,
    },
  );
  fc.assert(
    fc.property(cargo, fc.array(fc.nat(2), { minLength: 16, maxLength: 16 }), (asked, places) => {
      const state = purchaseOf(asked);
      const pieces = asked.flatMap(({ spec, quantity }) => Array.from({ length: quantity }, () => spec));
      const orders = [0, 1, 2].map((place) =>
        holding(
          String(place),
          pieces.flatMap((spec, n): [string, number][] => (places[n] === place ? [[spec, 1]] : [])),
        ),
      );
      const lines = matchLines(
        state,
        asked.map((_, line) => line),
        orders,
      );
      for (const [index, { quantity }] of asked.entries()) {
        const held = [...lines.values()].flat().filter(({ line }) => line === index);
        expect(held.reduce((sum, own) => sum + (own.quantity ?? quantity), 0)).toBe(quantity);
      }
    }),
  );
});
