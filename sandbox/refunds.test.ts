import { expect, test } from 'vitest';
import { type Fen, fen, type RequestOf, readCallback } from '../pandapon/index.ts';
import { declaredMessage } from './fixtures/messages.ts';
import {
  answerTo,
  buy,
  buyPaid,
  gist,
  type Received,
  read,
  receiver,
  SAMPLE_SPEC,
  type Stage,
  stage,
  statusOf,
} from './fixtures/stage.ts';

type Wanted = RequestOf<'alibaba.refund.create'>;

/** An application for all that one line costs. */
function application(orderId: string, line: string, more: Partial<Wanted> = {}): Wanted {
  return {
    orderId,
    orderEntryIds: [line],
    disputeRequest: 'refund',
    applyPayment: fen(1900),
    applyCarriage: fen(0),
    applyReasonId: '20006',
    description: 'not wanted',
    goodsStatus: 'refundWaitSellerSend',
    ...more,
  };
}

async function apply(on: Stage, wanted: Wanted): Promise<string> {
  const { refundId } = await answerTo(on, 'alibaba.refund.create', wanted);
  return refundId ?? '';
}

const refused = async (on: Stage, wanted: Wanted): Promise<string> =>
  gist(await on.platform.call('alibaba.refund.create', wanted));

const refundStatus = async (on: Stage, refundId: string): Promise<string | null | undefined> =>
  (await answerTo(on, 'alibaba.refund.detail', { refundId })).status;

/** Two lines of one merchant, paid: the sample's SKU and another. */
async function twoLines(on: Stage, seller = 'shop') {
  const [id = ''] = await buy(on, { seller }, { seller, spec: 'other' });
  await answerTo(on, 'alibaba.order.payUrl', { orderId: id });
  const [first = '', second = ''] = on.sandbox.order(id).items.map(({ subItemId }) => subItemId);
  return { id, first, second };
}

const actions = (received: readonly Received[]): (string | null)[] =>
  received
    .map(({ body }) => readCallback(body))
    .map((event) => (event.kind === 'event' && event.refundId ? `${event.type} ${event.status}` : null))
    .filter((line) => line !== null);

test('money only: applied, agreed, back; the order, the line, the callbacks and the ledger show it', async () => {
  await using ear = await receiver();
  await using on = await stage({ callbackUrl: ear.url });
  const { id, first } = await twoLines(on, 'shop-noship');
  const refundId = await apply(on, application(id, first));
  expect(refundId).toMatch(/^TQ\d{17}$/);
  expect(await read(on, id)).toMatchObject({
    baseInfo: { refundStatus: 'waitselleragree', refundId, refund: 0 },
    productItems: [{ refundStatus: 'WAIT_SELLER_AGREE', refundId }, { refundStatus: null }],
  });

  await on.sandbox.tick(2);
  expect(await answerTo(on, 'alibaba.refund.detail', { refundId })).toMatchObject({
    status: 'refundsuccess',
    orderId: id,
    applyPayment: 1900,
    refundPayment: 1900,
    refundCarriage: 0,
    applyReason: '不想要了',
  });
  expect(await read(on, id)).toMatchObject({
    baseInfo: { status: 'waitsellersend', refundStatus: 'refundsuccess', refund: 1900 },
    productItems: [{ refundStatus: 'REFUND_SUCCESS', refund: 1900 }, { refund: 0 }],
  });
  const type = 'ORDER_BUYER_VIEW_ORDER_BUYER_REFUND_IN_SALES';
  expect(actions(ear.received)).toEqual([`${type} waitselleragree`, `${type} refundsuccess`]);
  const declared = ear.received.map(({ body }) => declaredMessage(body));
  expect(declared).toEqual(['1688 status', '1688 refund', '1688 refund']);
  expect(on.sandbox.ledger().refunds).toMatchObject([{ orderId: id, refundId, fen: 1900, by: 'call' }]);
});

test('goods that go back: agreed, sent, received by the seller, money back', async () => {
  await using on = await stage();
  const id = await buyPaid(on);
  await on.sandbox.tick(10);
  const refundId = await apply(
    on,
    application(id, id, { disputeRequest: 'returnRefund', goodsStatus: 'refundBuyerReceived' }),
  );
  const [company] = await answerTo(on, 'alibaba.refund.logisticsCompanies', {});
  const back = { refundId, logisticsCompanyNo: company?.companyNo ?? '', freightBill: 'YT1' };
  expect(gist(await on.platform.call('alibaba.refund.returnGoods', back))).toBe('refused 4013');
  await on.sandbox.tick(2);
  expect(await refundStatus(on, refundId)).toBe('waitbuyersend');
  await on.sandbox.tick(100);
  expect(await refundStatus(on, refundId)).toBe('waitbuyersend');

  expect(await answerTo(on, 'alibaba.refund.returnGoods', back)).toBe(true);
  expect(await answerTo(on, 'alibaba.refund.detail', { refundId })).toMatchObject({
    status: 'waitsellerreceive',
    freightBill: 'YT1',
    buyerLogisticsName: company?.companyName,
  });
  await on.sandbox.tick(5);
  expect(await refundStatus(on, refundId)).toBe('refundsuccess');
});

test('an open order of which nothing is left is closed by the seller, and nothing of it is shipped', async () => {
  await using on = await stage();
  const id = await buyPaid(on);
  await apply(on, application(id, id, { applyCarriage: fen(400) }));
  await on.sandbox.tick(30);
  expect(await read(on, id)).toMatchObject({
    baseInfo: { status: 'cancel', closeOperateType: 'CLOSE_TRADE_BY_SELLER', refund: 2300 },
    tradeTerms: [{ payStatus: '4' }],
  });
  expect(on.sandbox.order(id).parcels).toEqual([]);
});

test('a refunded line is not shipped, the others are, and the order can be received', async () => {
  await using on = await stage();
  const { id, first, second } = await twoLines(on);
  await apply(on, application(id, first));
  await on.sandbox.tick(3);
  expect(await statusOf(on, id)).toBe('waitbuyerreceive');
  expect(on.sandbox.order(id).parcels.map(({ subItemIds }) => subItemIds)).toEqual([[second]]);
  await answerTo(on, 'alibaba.order.receiveGoods', { orderId: id, orderEntryIds: [second] });
  expect(await statusOf(on, id)).toBe('confirm_goods');
});

test('the last line to be shipped is refunded: all is shipped then', async () => {
  await using on = await stage();
  const { id, second } = await twoLines(on, 'shop-part');
  await on.sandbox.tick(3);
  expect(await statusOf(on, id)).toBe('waitsellersend');
  await apply(
    on,
    application(id, second, { applyPayment: fen(on.sandbox.order(id).items[1]?.amountFen ?? 0) }),
  );
  await on.sandbox.tick(2);
  expect(await statusOf(on, id)).toBe('waitbuyerreceive');
  await on.sandbox.tick(5);
  expect(await statusOf(on, id)).toBe('signinsuccess');
});

test('a refund in part lets the rest be shipped and can be followed by another, up to what the line costs', async () => {
  await using on = await stage();
  const id = await buyPaid(on);
  const part = (amount: Fen) => application(id, id, { applyPayment: amount });
  const first = await apply(on, part(fen(500)));
  expect(await refused(on, part(fen(100)))).toBe('refused 4011');
  await on.sandbox.tick(2);
  expect(await refused(on, part(fen(1401)))).toBe('refused 4012');
  expect(await refused(on, application(id, id, { applyPayment: fen(0) }))).toBe('refused 4012');
  const second = await apply(on, part(fen(400)));
  expect(second).not.toBe(first);
  await on.sandbox.tick(30);
  expect(await read(on, id)).toMatchObject({ baseInfo: { status: 'signinsuccess', refund: 900 } });
});

test('only what is paid, known, and where it is said to be can be refunded', async () => {
  await using on = await stage();
  const [unpaid = ''] = await buy(on, { seller: 'shop' });
  expect(await refused(on, application(unpaid, unpaid))).toBe('refused 4010');
  const id = await buyPaid(on);
  expect(await refused(on, application(id, '1'))).toBe('refused 4000');
  expect(await refused(on, application(id, id, { disputeRequest: 'gift' }))).toBe('refused 4000');
  expect(await refused(on, application(id, id, { goodsStatus: 'refundBuyerReceived' }))).toBe('refused 4013');
  expect(await refused(on, application(id, id, { disputeRequest: 'returnRefund' }))).toBe('refused 4013');
  expect(await refused(on, application('2540608320348880794', id))).toBe('refused 404');
  const asOther = await on.platform.call('alibaba.refund.create', application(id, id), { userId: '9' });
  expect(gist(asOther)).toBe('refused 404');
});

test('a receipt ends an open refund; a shipment ends one of goods that were not shipped', async () => {
  await using on = await stage();
  const id = await buyPaid(on, 'shop-refundstall');
  await on.sandbox.tick(10);
  const received = await apply(on, application(id, id, { goodsStatus: 'refundBuyerReceived' }));
  await answerTo(on, 'alibaba.order.receiveGoods', { orderId: id, orderEntryIds: [id] });
  expect(await refundStatus(on, received)).toBe('refundclose');

  const other = await buyPaid(on, 'shop-refundstall');
  const shipped = await apply(on, application(other, other));
  await on.sandbox.tick(60);
  expect(await statusOf(on, other)).toBe('waitsellersend');
  on.sandbox.byHand(other, 'ship');
  expect(await refundStatus(on, shipped)).toBe('refundclose');
  expect(await statusOf(on, other)).toBe('waitbuyerreceive');
});

test('after completion it is an after-sales refund, and the order stays complete', async () => {
  await using ear = await receiver();
  await using on = await stage({ callbackUrl: ear.url });
  const id = await buyPaid(on);
  await on.sandbox.tick(10);
  await answerTo(on, 'alibaba.order.receiveGoods', { orderId: id, orderEntryIds: [id] });
  await on.sandbox.tick(1);
  await apply(on, application(id, id, { goodsStatus: 'refundBuyerReceived' }));
  await on.sandbox.tick(2);
  expect(await read(on, id)).toMatchObject({ baseInfo: { status: 'success', refund: 1900 } });
  expect(actions(ear.received).at(-1)).toBe('ORDER_BUYER_VIEW_ORDER_REFUND_AFTER_SALES refundsuccess');
});

test('a seller that refuses waits for the buyer; controls move a refund, each from where it can be', async () => {
  await using on = await stage();
  const id = await buyPaid(on, 'shop-refundrefuse');
  const refundId = await apply(on, application(id, id));
  await on.sandbox.tick(2);
  expect(await refundStatus(on, refundId)).toBe('waitbuyermodify');
  const control = async (action: string) =>
    (await fetch(`${on.sandbox.url}/_sandbox/refunds/${refundId}/${action}`, { method: 'POST' })).status;
  expect([await control('receive'), await control('dance')]).toEqual([409, 404]);
  expect(await control('agree')).toBe(200);
  expect(on.sandbox.refunds()).toMatchObject([{ orderId: id, id: refundId, status: 'refundsuccess' }]);

  const other = await buyPaid(on, 'shop-refundstall');
  on.sandbox.moveRefund(await apply(on, application(other, other)), 'close');
  await on.sandbox.tick(3);
  expect(on.sandbox.order(other)).toMatchObject({
    status: 'waitbuyerreceive',
    refundStatus: 'refundclose',
    refundedFen: 0,
  });
});

test('reasons and vouchers are there to be used', async () => {
  await using on = await stage();
  const id = await buyPaid(on, 'shop', { spec: SAMPLE_SPEC });
  const reasons = await answerTo(on, 'alibaba.refund.reasons', {
    orderId: id,
    orderEntryIds: [id],
    goodsStatus: 'refundWaitSellerSend',
  });
  expect(reasons.map(({ id: reason }) => reason)).toContain('20006');
  const voucher = await answerTo(on, 'alibaba.refund.uploadVoucher', { imageBase64: 'AAAA' });
  const picture = `${voucher.imageDomain}${voucher.imageRelativeUrl}`;
  await apply(on, application(id, id, { vouchers: [picture] }));
  expect(on.sandbox.refunds()[0]?.vouchers).toEqual([picture]);
});
