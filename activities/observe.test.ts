import { describe, expect, test } from 'vitest';
import {
  item,
  ORDER_ID,
  orderObject,
  paid,
  parcel,
  shipped,
  signedParcel,
  USER,
} from './fixtures/order-object.ts';
import { activitiesAt, run, scriptedPlatform } from './fixtures/run.ts';
import type { ObserveInput } from './types.ts';

const DETAIL = 'alibaba.order.detail';
const TRACE = 'alibaba.order.logisticsTrace';

const platform = scriptedPlatform();
const observe = (more: Partial<ObserveInput> = {}) =>
  run(activitiesAt(platform).api.observe, {
    platform: '1688',
    userId: USER,
    orderId: ORDER_ID,
    trace: true,
    patient: true,
    ...more,
  });

test('an order is seen without anything personal', async () => {
  platform.on(DETAIL, { data: shipped({ buyerFeedback: 'for Tester Wang' }) });
  platform.on(TRACE, { data: [signedParcel()] });
  const result = await observe();
  expect(result).toMatchObject({ kind: 'seen', order: { orderId: ORDER_ID, status: 'waitbuyerreceive' } });
  expect(JSON.stringify(result)).not.toMatch(/Tester|Buyer|Chen|1[3-9]\d{9}|Test Road/);
});

describe('the trace is read', () => {
  test.each([
    ['not of an unpaid order', orderObject(), 0],
    ['not before anything is shipped', paid(), 0],
    ['once an item is shipped', paid({}, { productItems: [item({ logisticsStatus: 5 })] }), 1],
    [
      'once a parcel is named',
      paid({}, { nativeLogistics: { logisticsItems: [{ logisticsBillNo: 'A' }] } }),
      1,
    ],
    ['once all is shipped', shipped(), 1],
    ['by the status alone', orderObject({ status: 'waitbuyersign' }), 1],
  ])('%s', async (_, detail, times) => {
    platform.on(DETAIL, { data: detail });
    platform.on(TRACE, { data: [parcel()] });
    await observe();
    expect(platform.count(TRACE)).toBe(times);
  });

  test('not when it is not asked for', async () => {
    platform.on(DETAIL, { data: shipped() });
    expect(await observe({ trace: false })).toMatchObject({ order: { parcels: null } });
    expect(platform.count(TRACE)).toBe(0);
  });
});

test.each([[{ code: 404, msg: 'none yet' }], [{ data: [] }], [{ data: null }], [{ http: 404 }]])(
  'no trace yet is no parcels: %j',
  async (trace) => {
    platform.on(DETAIL, { data: shipped() });
    platform.on(TRACE, trace);
    expect(await observe()).toMatchObject({ kind: 'seen', order: { parcels: null } });
  },
);

test('an order that the platform no longer shows is missing', async () => {
  platform.on(DETAIL, { code: 404, msg: 'no such order' });
  expect(await observe()).toMatchObject({ kind: 'missing' });
});

test('an order whose trace can not be read is looked at again', async () => {
  platform.on(DETAIL, { data: shipped() });
  platform.on(TRACE, 'cut');
  await expect(observe()).rejects.toMatchObject({ type: 'PLATFORM_TROUBLE' });
});
