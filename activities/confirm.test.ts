import { describe, expect, test } from 'vitest';
import {
  closed,
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
import type { Reply } from './fixtures/scripted-platform.ts';
import type { ConfirmInput } from './types.ts';

const DETAIL = 'alibaba.order.detail';
const TRACE = 'alibaba.order.logisticsTrace';
const CONFIRM = 'alibaba.order.receiveGoods';
const [A, B] = ['2540608320348880801', '2540608320348880802'];

const platform = scriptedPlatform();
const confirm = (more: Partial<ConfirmInput> = {}) =>
  run(activitiesAt(platform).spend.confirm, {
    platform: '1688',
    userId: USER,
    orderId: ORDER_ID,
    subItemIds: null,
    signedByPerson: false,
    ...more,
  });

const two = (a: object, b: object) => [
  item({ subItemIDString: A, logisticsStatus: 2, ...a }),
  item({ subItemIDString: B, logisticsStatus: 2, ...b }),
];
const twoShipped = (a: object = {}, b: object = {}, base: object = {}): Reply => ({
  data: shipped({ ...base }, { productItems: two(a, b) }),
});
const received: Reply = { data: shipped({ status: 'confirm_goods' }) };
const accepted: Reply = { data: { success: true, errorInfo: null, errorCode: null } };
const sentEntries = () => platform.calls.find(({ operation }) => operation === CONFIRM)?.raw;

describe('nothing is sent', () => {
  const signed: Reply = { data: [signedParcel()] };
  test.each([
    ['not shipped', { data: paid() }, { kind: 'not-ready', why: 'not-shipped' }],
    ['unpaid', { data: orderObject() }, { kind: 'not-ready', why: 'not-shipped' }],
    [
      'half shipped',
      twoShipped({}, { logisticsStatus: 1 }, { allDeliveredTime: null }),
      { why: 'not-shipped' },
    ],
    ['partly shipped in an item', twoShipped({}, { logisticsStatus: 5 }), { why: 'not-shipped' }],
    ['closed', { data: closed() }, { kind: 'not-ready', why: 'closed' }],
    ['odd', { data: shipped({ status: 'signinfailed' }) }, { kind: 'not-ready', why: 'odd' }],
    ['confirmed', received, { kind: 'confirmed', sent: false }],
    ['done', { data: shipped({ status: 'success' }) }, { kind: 'confirmed', sent: false }],
    [
      'received in each item',
      twoShipped({ logisticsStatus: 3 }, { logisticsStatus: 3 }),
      { kind: 'confirmed', sent: false },
    ],
    ['in refund', twoShipped({ refundStatus: 'WAIT_SELLER_AGREE' }), { why: 'refund-open' }],
    ['in refund as a whole', { data: shipped({ refundStatus: 'waitbuyersend' }) }, { why: 'refund-open' }],
    ['in a refund word nobody knows', twoShipped({ refundStatus: 'ARBITRATION' }), { why: 'refund-open' }],
    ['without items', { data: shipped({}, { productItems: null }) }, { why: 'odd' }],
    ['gone', { code: 404, msg: 'none' }, { kind: 'missing' }],
    ['unreadable', { http: 500 }, { kind: 'not-sent' }],
  ] satisfies [string, Reply, object][])('for an order that reads %s', async (_, detail, result) => {
    platform.on(DETAIL, detail);
    platform.on(TRACE, signed);
    expect(await confirm()).toMatchObject(result);
    expect(platform.count(CONFIRM)).toBe(0);
  });

  test.each([
    ['no trace yet', { code: 404, msg: 'none' }],
    ['an empty trace', { data: [] }],
    ['a parcel on its way', { data: [parcel()] }],
    ['two parcels, one signed', { data: [signedParcel(), parcel({ logisticsBillNo: 'YT0002' })] }],
  ] satisfies [string, Reply][])('while not all is signed for: %s', async (_, trace) => {
    platform.on(DETAIL, { data: shipped() });
    platform.on(TRACE, trace);
    expect(await confirm()).toMatchObject({ kind: 'not-ready', why: 'not-signed' });
    expect(platform.count(CONFIRM)).toBe(0);
  });

  test('while a parcel that the order names has no trace', async () => {
    const logisticsItems = [{ logisticsBillNo: 'YT0001' }, { logisticsBillNo: 'YT0002' }];
    platform.on(DETAIL, { data: shipped({}, { nativeLogistics: { logisticsItems } }) });
    platform.on(TRACE, signed);
    expect(await confirm()).toMatchObject({ kind: 'not-ready', why: 'not-signed' });
  });

  test.each([
    ['another parcel is still to come', twoShipped({}, {}, { allDeliveredTime: null }), null],
    ['half of another item is still with the seller', twoShipped({}, { logisticsStatus: 5 }), [A]],
  ] satisfies [string, Reply, string[] | null][])(
    'while every known parcel is signed for, and %s',
    async (_, detail, subItemIds) => {
      platform.on(DETAIL, detail);
      platform.on(TRACE, signed);
      expect(await confirm({ subItemIds })).toMatchObject({ kind: 'not-ready', why: 'not-signed' });
      expect(platform.count(CONFIRM)).toBe(0);
    },
  );

  test('while the trace can not be read', async () => {
    platform.on(DETAIL, { data: shipped() });
    platform.on(TRACE, { http: 500 });
    expect(await confirm()).toMatchObject({ kind: 'not-sent' });
    expect(platform.count(CONFIRM)).toBe(0);
  });
});

describe('a receipt is sent', () => {
  test('when every parcel is signed for, with exact integers', async () => {
    platform.on(DETAIL, { data: shipped() }, received);
    platform.on(TRACE, { data: [signedParcel()] });
    platform.on(CONFIRM, accepted);
    expect(await confirm()).toMatchObject({
      kind: 'confirmed',
      sent: true,
      order: { status: 'confirm_goods' },
    });
    expect(sentEntries()).toBe(`{"orderId":${ORDER_ID},"orderEntryIds":[${ORDER_ID}]}`);
  });

  test('when the order says that it is signed for, without any trace', async () => {
    platform.on(DETAIL, { data: shipped({ status: 'signinsuccess' }) }, received);
    platform.on(TRACE, { code: 404, msg: 'none' });
    platform.on(CONFIRM, accepted);
    expect(await confirm()).toMatchObject({ kind: 'confirmed', sent: true });
  });

  test('for items that are neither received nor refunded whole', async () => {
    const done = { refundStatus: 'REFUND_SUCCESS', refund: 19 };
    platform.on(DETAIL, twoShipped(done), received);
    platform.on(TRACE, { data: [signedParcel()] });
    platform.on(CONFIRM, accepted);
    expect(await confirm()).toMatchObject({ kind: 'confirmed' });
    expect(sentEntries()).toContain(`"orderEntryIds":[${B}]`);
  });

  test('for a person’s lines though not signed for, and not for others', async () => {
    platform.on(
      DETAIL,
      twoShipped({}, { logisticsStatus: 1 }, { allDeliveredTime: null }),
      twoShipped({ logisticsStatus: 3 }),
    );
    platform.on(TRACE, { data: [parcel()] });
    platform.on(CONFIRM, accepted);
    expect(await confirm({ subItemIds: [A], signedByPerson: true })).toMatchObject({
      kind: 'confirmed',
      sent: true,
    });
    expect(sentEntries()).toContain(`"orderEntryIds":[${A}]`);
  });

  test('for a line beside another one’s open refund', async () => {
    platform.on(
      DETAIL,
      twoShipped({}, { refundStatus: 'WAIT_SELLER_AGREE' }, { refundStatus: 'waitselleragree' }),
      twoShipped({ logisticsStatus: 3 }, { refundStatus: 'WAIT_SELLER_AGREE' }),
    );
    platform.on(TRACE, { data: [] });
    platform.on(CONFIRM, accepted);
    expect(await confirm({ subItemIds: [A], signedByPerson: true })).toMatchObject({ kind: 'confirmed' });
  });

  test('never for a line that is not shipped, whatever a person says', async () => {
    platform.on(DETAIL, twoShipped({ logisticsStatus: 1 }, {}, { allDeliveredTime: null }));
    platform.on(TRACE, { data: [] });
    expect(await confirm({ subItemIds: [A], signedByPerson: true })).toMatchObject({ why: 'not-shipped' });
  });

  test('never for a line that the order does not have', async () => {
    platform.on(DETAIL, { data: shipped() });
    platform.on(TRACE, { data: [signedParcel()] });
    expect(await confirm({ subItemIds: ['1'], signedByPerson: true })).toMatchObject({ why: 'odd' });
  });
});

describe('what was sent is judged by the read after it', () => {
  const again: Reply = { data: shipped() };
  const refused = (errorCode: string): Reply => ({ data: { success: false, errorCode, errorInfo: 'no' } });
  test.each([
    ['accepted, shown a little later', accepted, [again, again, received], { kind: 'confirmed', sent: true }],
    ['accepted, and never shown', accepted, [again], { kind: 'unconfirmed' }],
    ['lost, and received', 'cut', [received], { kind: 'confirmed', sent: true }],
    ['lost, and not received', 'silence', [again], { kind: 'unconfirmed' }],
    ['lost, and not read back', { code: 500, msg: 'x' }, [{ http: 500 }], { kind: 'unknown' }],
    ['confirmed already (4003)', refused('4003'), [received], { kind: 'confirmed', sent: true }],
    ['confirmed already (4003), which shows late', refused('4003'), [again, received], { kind: 'confirmed' }],
    ['no such order (4003)', refused('4003'), [again], { kind: 'refused', code: '4003' }],
    ['refused inside', refused('4005'), [again], { kind: 'refused', code: '4005' }],
    ['refused', { code: 4005, msg: 'no' }, [again], { kind: 'refused', code: '4005' }],
    ['turned away', { http: 429 }, [again], { kind: 'not-sent' }],
  ] satisfies [string, Reply, Reply[], object][])('%s', async (_, answer, reads, result) => {
    platform.on(DETAIL, again, ...reads);
    platform.on(TRACE, { data: [signedParcel()] });
    platform.on(CONFIRM, answer);
    expect(await confirm()).toMatchObject(result);
    expect(platform.count(CONFIRM)).toBe(1);
  });

  test('some entries confirmed before refuse the call (4003), not the rest', async () => {
    platform.on(DETAIL, twoShipped(), twoShipped({ logisticsStatus: 3 }));
    platform.on(TRACE, { data: [signedParcel()] });
    platform.on(CONFIRM, refused('4003'));
    expect(await confirm()).toMatchObject({ kind: 'unconfirmed' });
  });
});
