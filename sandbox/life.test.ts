import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ENDINGS } from './endings.ts';
import { advance, nextStep } from './life.ts';
import { newOrder } from './new-order.ts';
import { isOver, type Order, sum } from './order.ts';
import { DEFAULT_SETTINGS, rulesOf } from './settings.ts';
import { type Happening, pay } from './transitions.ts';

const rules = rulesOf(DEFAULT_SETTINGS);
const NOBODY = {
  fullName: null,
  mobile: null,
  phone: null,
  postCode: null,
  provinceText: null,
  cityText: null,
  areaText: null,
  townText: null,
  address: null,
  districtCode: null,
};

function orderOf(sellerOpenId: string, quantities: readonly number[]): Order {
  const item = (n: number): string => String(2_540_608_320_348_880_795n + BigInt(n));
  return newOrder({
    platform: '1688',
    userId: '1',
    sellerOpenId,
    lot: quantities.map((quantity, n) => ({ offerMapId: 'o', specId: `s${n}`, quantity, sellerOpenId })),
    receiver: NOBODY,
    remark: null,
    at: 0,
    payTimeoutSeconds: 432_000,
    prices: {},
    ids: { order: item(-1), items: quantities.map((_, n) => item(n)) },
  });
}

/** Any order, paid at once or never. */
const orders = fc
  .record({
    endings: fc.uniqueArray(fc.constantFrom(...ENDINGS), { maxLength: 3 }),
    quantities: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
    paid: fc.boolean(),
  })
  .map(({ endings, quantities, paid }) => {
    const order = orderOf(['shop', ...endings].join('-'), quantities);
    return paid ? pay(order, 0, rules).order : order;
  });

const END = 2_000_000_000;

test('looking often or once comes to the same order and the same happenings', () => {
  fc.assert(
    fc.property(orders, fc.array(fc.nat(30_000)), (order, looks) => {
      const once = advance(order, END, rules);
      let often: Order = order;
      const told: Happening[] = [];
      for (const at of [...looks.toSorted((a, b) => a - b), END]) {
        const step = advance(often, at, rules);
        often = step.order;
        told.push(...step.happened);
      }
      expect(often).toEqual(once.order);
      expect(told).toEqual(once.happened);
    }),
  );
});

test('left alone, every order comes to rest, with no more shipped than bought and no debit that nobody asked for', () => {
  fc.assert(
    fc.property(orders, (order) => {
      const { order: last, happened } = advance(order, END, rules);
      expect(nextStep(last)).toBeUndefined();
      expect(last.payments).toHaveLength(order.payments.length);
      for (const item of last.items) expect(item.shippedQuantity).toBeLessThanOrEqual(item.quantity);
      expect(happened.map(({ at }) => at)).toEqual(happened.map(({ at }) => at).toSorted((a, b) => a - b));
      if (order.paidAt === null) expect(isOver(last)).toBe(true);
      expect(sum(last.items.map((item) => item.refundedFen)) > 0).toBe(
        last.paidAt !== null && last.closed !== null,
      );
    }),
  );
});
