import { describe, expect, it } from 'vitest';
import type { OrderMoney, OrderView, PurchaseInput } from '../contract/index.ts';
import { initialView, startSummary } from './initial-view.ts';
import { mergeOrders } from './views.ts';

const input = {
  ...{ v: 1, id: 'po-1', platform: '1688', userId: 'u-1', labels: { channel: 'shop-7' }, policy: {} },
  request: {
    flow: 'general',
    addressParam: { fullName: 'Wang Xiaoming', mobile: '10000000001' },
    cargoParamList: [
      { offerMapId: 'o-1', specId: 's-1', quantity: 2, sellerOpenId: 'm-1' },
      { offerMapId: 'o-2', specId: 's-2', quantity: 1, sellerOpenId: 'm-2' },
    ],
  },
  postedAt: '2026-01-01T00:00:00.000Z',
} as const satisfies object;
const purchase = (): PurchaseInput => structuredClone(input) as unknown as PurchaseInput;

const money = (more: Partial<OrderMoney>): OrderMoney => ({
  ...{ goodsFen: 0, freightFen: 0, discountFen: 0, dueFen: 0, paidFen: 0, refundedFen: 0 },
  ...{ paidAt: null, paymentId: null },
  ...more,
});
const order = (orderId: string, more: Partial<OrderView>): OrderView => ({
  ...{ orderId, sellerOpenId: 'm', stage: 'paying', status: 'waitbuyerpay', paid: false, stuck: null },
  ...{ held: null, totalFen: 0, money: money({}), parcels: [], tracking: null, refunds: [], dueAt: null },
  ...{ note: null, platform: '1688', purchaseId: 'po-1', workflowId: '', runId: '', userId: 'u-1' },
  ...{ cancelling: false, revision: 1, changedAt: '2026-01-02T00:00:00.000Z', lines: [], timeline: [] },
  ...{ labels: {}, waiting: null, startedAt: '', closedAt: null },
  ...more,
});

describe('a purchase with its orders', () => {
  const ended = order('1', { stage: 'cancelled', money: money({ dueFen: 500 }) });
  const base = {
    ...initialView(purchase(), 'run'),
    orders: [ended, order('2', {})],
    revision: 40,
    totalFen: 1,
  };

  it('sums what is due on orders that are paid or open, and all that was paid', () => {
    const fresh = [
      order('2', {
        paid: true,
        stage: 'in-transit',
        money: money({ dueFen: 2300, paidFen: 2300, refundedFen: 100 }),
      }),
      order('3', { money: money({ dueFen: 700 }) }),
    ];
    const merged = mergeOrders(base, fresh);
    expect(merged).toMatchObject({ totalFen: 3000, paidFen: 2300, refundedFen: 100 });
    expect(merged.orders.map((each) => each.orderId)).toEqual(['1', '2', '3']);
  });

  it('has the revision and the last change of all of them', () => {
    const merged = mergeOrders(base, [order('2', { revision: 5, changedAt: '2026-01-09T00:00:00.000Z' })]);
    expect(merged).toMatchObject({ revision: 45, changedAt: '2026-01-09T00:00:00.000Z' });
  });

  it('is cancelling while one of its open orders is', () => {
    expect(mergeOrders(base, [order('2', { cancelling: true })]).cancelling).toBe(true);
    expect(mergeOrders({ ...base, cancelling: true }, [order('2', {})]).cancelling).toBe(true);
    expect(mergeOrders(base, [order('2', {})]).cancelling).toBe(false);
  });

  it('stands as it is when none is open', () => {
    expect(mergeOrders(base, [])).toBe(base);
  });
});

it('a purchase just posted is summed up in a line that names nobody', () => {
  expect(startSummary(purchase())).toBe('2 lines, 2 merchants, channel=shop-7');
});

it('a summary stays within the bytes that Temporal takes', () => {
  const labels = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`label-${n}`, '店'.repeat(64)]));
  expect(Buffer.byteLength(startSummary({ ...purchase(), labels }))).toBeLessThanOrEqual(200);
});
