import { describe, expect, test } from 'vitest';
import { operations, parseExact, stringifyExact } from '../pandapon/index.ts';
import {
  closed,
  item,
  ORDER_ID,
  orderObject,
  paid,
  parcel,
  SELLER,
  SPEC,
  shipped,
  signedParcel,
  type Wire,
} from './fixtures/order-object.ts';
import { observationOf } from './order-observation.ts';

const see = (order: Wire, trace: Wire[] | null = null) =>
  observationOf(
    operations['alibaba.order.detail'].answer.parse(parseExact(stringifyExact(order))),
    trace &&
      (operations['alibaba.order.logisticsTrace'].answer.parse(parseExact(stringifyExact(trace))) ?? []),
  );

test('an order is read to ids with all digits, fen, and instants in UTC', () => {
  expect(see(paid())).toEqual({
    orderId: ORDER_ID,
    sellerOpenId: SELLER,
    status: 'waitsellersend',
    createdAt: '2026-11-25T00:00:30.000Z',
    modifiedAt: '2026-11-25T00:00:30.000Z',
    paidAt: '2026-11-25T00:00:50.000Z',
    allShippedAt: null,
    completedAt: null,
    payTimeoutSeconds: 432_000,
    closedBy: null,
    goodsFen: 1_900,
    freightFen: 400,
    discountFen: 0,
    dueFen: 2_300,
    refundedFen: 0,
    refundStatus: null,
    allRefunded: false,
    paymentId: '2026112522001',
    items: [
      {
        subItemId: ORDER_ID,
        specId: SPEC,
        quantity: 1,
        amountFen: 1_900,
        status: 'waitbuyerpay',
        logisticsStatus: 1,
        refundStatus: null,
        refundId: null,
        refundedFen: 0,
      },
    ],
    parcels: null,
  });
});

test('a rounded id is corrected by its text, and none is rounded where there is no text', () => {
  expect(see(orderObject({ id: 2540608320348881000n }))?.orderId).toBe(ORDER_ID);
  expect(see(orderObject({ idOfStr: null }))?.orderId).toBe(ORDER_ID);
});

test.each([
  ['without an id', { id: null, idOfStr: null }],
  ['without a sum', { totalAmount: null }],
  ['without a creation time', { createTime: null }],
])('an order object %s is not read', (_, base) => {
  expect(see(orderObject(base))).toBeNull();
});

test('a reduction is a positive discount', () => {
  expect(see(orderObject({ discount: -3_989 }))?.discountFen).toBe(3_989);
});

test.each([
  [{ closeOperateType: 'CLOSE_TRADE_BY_BUYER' }, 'buyer'],
  [{ closeOperateType: 'CLOSE_TRADE_BY_SELLER' }, 'seller'],
  [{ closeOperateType: 'CLOSE_TRADE_BY_SYSTEM' }, 'platform'],
  [{ closeOperateType: 'CLOSE_TRADE_BY_BOPS' }, 'platform'],
  [{ closeOperateType: '', closeReason: 'BUYER_NO_PAY' }, 'platform'],
  [{ closeOperateType: '', closeReason: 'buyerCancel' }, 'buyer'],
  [{ closeOperateType: '', closeReason: 'other' }, null],
])('who closed an order is read from %j', (base, by) => {
  expect(see(closed(base))?.closedBy).toBe(by);
});

describe('money that came back', () => {
  const items = (...more: Wire[]) => ({ productItems: more.map((each) => item(each)) });

  test('is what a successful refund says', () => {
    expect(see(paid({ refundStatus: 'refundsuccess', refund: 23 }))?.refundedFen).toBe(2_300);
  });

  test('is nothing while the refund is open', () => {
    const order = paid(
      { refundStatus: 'waitselleragree', refund: 23 },
      items({ refundStatus: 'WAIT_SELLER_AGREE', refund: 19 }),
    );
    expect(see(order)).toMatchObject({ refundedFen: 0, items: [{ refundedFen: 0 }] });
  });

  test('stays while another item’s refund is open', () => {
    const order = paid(
      { refundStatus: 'waitselleragree', refund: 19 },
      items({ refundStatus: 'REFUND_SUCCESS', refund: 19 }, { refundStatus: 'WAIT_SELLER_AGREE', refund: 5 }),
    );
    expect(see(order)).toMatchObject({ refundedFen: 1_900, refundStatus: 'waitselleragree' });
  });

  test('is all of it when every payment phase says so', () => {
    expect(see(paid({}, { tradeTerms: [{ payStatus: 4 }, { payStatus: '4' }] }))?.allRefunded).toBe(true);
    expect(see(paid({}, { tradeTerms: [{ payStatus: 4 }, { payStatus: 2 }] }))?.allRefunded).toBe(false);
    expect(see(paid())?.allRefunded).toBe(false);
  });

  test('after the sale counts an open word before one that ended', () => {
    expect(see(paid({ refundStatus: 'refundclose', refundStatusForAs: 'waitbuyersend' }))?.refundStatus).toBe(
      'waitbuyersend',
    );
  });
});

describe('parcels', () => {
  const named = (...logisticsItems: Wire[]) => ({ nativeLogistics: { logisticsItems } });

  test('have their last step by time, their shipping and their signing, and no phone number', () => {
    const steps = [
      { acceptTime: '2026-11-25 09:00:00', remark: '已签收，快递员 13812345678' },
      { acceptTime: '2026-11-25 08:01:00', remark: '已揽收' },
    ];
    expect(see(shipped(), [signedParcel({ logisticsSteps: steps })])?.parcels).toEqual([
      {
        billNo: 'YT0001',
        company: '圆通速递',
        status: 'SIGN',
        subItemIds: [ORDER_ID],
        shippedAt: '2026-11-25T00:01:00.000Z',
        signedAt: '2026-11-25T01:00:00.000Z',
        last: { at: '2026-11-25T01:00:00.000Z', remark: '已签收，快递员 ***' },
      },
    ]);
  });

  test('hold the items that the order says', () => {
    const order = shipped(
      {},
      named(
        { logisticsBillNo: 'YT0001', subItemIds: '11,12', deliveredTime: '2026-11-25T08:00:40.000+08:00' },
        { logisticsBillNo: 'YT0002', subItemIds: '13' },
      ),
    );
    expect(see(order, [parcel(), parcel({ logisticsBillNo: 'YT0002' })])?.parcels).toMatchObject([
      { billNo: 'YT0001', subItemIds: ['11', '12'], shippedAt: '2026-11-25T00:00:40.000Z' },
      { billNo: 'YT0002', subItemIds: ['13'] },
    ]);
  });

  test('hold nothing that we know of, unless it is the sole one of an order that is shipped whole', () => {
    expect(see(paid(), [parcel()])?.parcels).toMatchObject([{ subItemIds: null }]);
    expect(see(shipped(), [parcel(), parcel({ logisticsBillNo: 'YT0002' })])?.parcels).toMatchObject([
      { subItemIds: null },
      { subItemIds: null },
    ]);
  });

  test('that the trace does not know yet are there, and not signed for', () => {
    const order = shipped({}, named({ logisticsBillNo: 'YT0001' }, { logisticsBillNo: 'YT0002' }));
    expect(see(order, [signedParcel()])?.parcels).toMatchObject([
      { billNo: 'YT0001', status: 'SIGN' },
      { billNo: 'YT0002', status: null, signedAt: null, last: null },
    ]);
  });

  test('that are listed twice are signed for only when both say so', () => {
    expect(see(shipped(), [signedParcel(), parcel()])?.parcels).toMatchObject([{ status: 'TRANSPORT' }]);
    expect(see(shipped(), [parcel(), signedParcel()])?.parcels).toMatchObject([{ status: 'TRANSPORT' }]);
  });

  test('are none when there are none', () => {
    expect(see(shipped(), [])?.parcels).toBeNull();
    expect(see(shipped(), null)?.parcels).toBeNull();
  });
});
