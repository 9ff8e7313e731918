import { expect, test } from 'vitest';
import { answerTo, clientOf, gist, KEYS, stage, USER } from './fixtures/stage.ts';

const abroad = { country: 'US', name: 'Jane Example' };
const goods = { itemId: '1', skuId: '2', quantity: 2 };

test('an address is added, read back, changed, and nobody else sees or changes it', async () => {
  await using on = await stage();
  await answerTo(on, 'base.address.addOrUpdate', { name: 'zhang', province: '浙江省', phone: '1' });
  const [address] = await answerTo(on, 'base.address.get', {});
  expect(address).toMatchObject({ name: 'zhang', province: '浙江省', phone: '1', city: null });
  const id = address?.id ?? '';
  await answerTo(on, 'base.address.addOrUpdate', { id, name: 'li', phone: '2' });
  expect(await answerTo(on, 'base.address.get', {})).toMatchObject([{ id, name: 'li', phone: '2' }]);

  const asOther = { userId: '9' };
  expect(await on.platform.base.address.get({}, asOther)).toMatchObject({ data: [] });
  expect(gist(await on.platform.base.address.addOrUpdate({ id, name: 'wang' }, asOther))).toBe('refused 404');
});

test('freight is estimated, previewed, booked, and told of the parcels that come; booking twice books twice', async () => {
  await using on = await stage();
  const wanted = { ...goods, receiverAddress: abroad, currency: 'CNY', price: '19.00' };
  const offers = await answerTo(on, 'warehouse.freight.estimate', wanted);
  expect(offers).toMatchObject([
    { serviceId: '1', serviceCategory: 'EXPRESS', currency: 'CNY', minDays: 3, maxDays: 7 },
    { serviceId: '2', serviceCategory: 'ECONOMY' },
  ]);
  const { renderId, freights } = await answerTo(on, 'warehouse.freight.render', {
    receiverAddress: abroad,
    renderItems: [{ ...goods, freightInfo: { serviceId: '1' } }],
  });
  expect(renderId).toMatch(/^FF\d{13}$/);
  expect(freights).toEqual(offers);

  const booking = {
    renderId,
    lineItems: [{ ...goods, freightInfo: { serviceId: '1' } }],
    tmallOrderInfo: { tmallOrderId: 't-1' },
  };
  const first = await answerTo(on, 'warehouse.freight.book', booking);
  const second = await answerTo(on, 'warehouse.freight.book', booking);
  expect(second.orderId).not.toBe(first.orderId);
  expect(on.sandbox.ledger().bookings).toMatchObject([
    { bookingId: first.orderId, renderId, tmallOrderId: 't-1' },
    { bookingId: second.orderId },
  ]);

  const parcels = [{ domesticLogisticInfo: [{ logisticNumer: 'YT1' }, { logisticNumer: 'YT2' }] }];
  await answerTo(on, 'warehouse.freight.updateLogistics', { orderId: first.orderId, logisticInfos: parcels });
  const bookings = await (await fetch(`${on.sandbox.url}/_sandbox/bookings`)).json();
  expect(bookings).toMatchObject([
    { id: first.orderId, domesticBillNos: ['YT1', 'YT2'] },
    { domesticBillNos: [] },
  ]);
});

test('what is not there cannot be booked or told of; nobody goes to XX', async () => {
  await using on = await stage();
  const { freight } = on.platform.warehouse;
  expect(gist(await freight.book({ renderId: 'FF1', lineItems: [goods] }))).toBe('refused 404');
  expect(gist(await freight.book({}))).toBe('refused 4000');
  expect(gist(await freight.updateLogistics({ orderId: '999' }))).toBe('refused 404');
  const nowhere = { ...goods, receiverAddress: { country: 'XX' }, currency: 'CNY', price: '1' };
  expect(await freight.estimate(nowhere)).toMatchObject({ data: [] });
});

test('freight is refused with a wrong secret or a wrong clock, and needs no user', async () => {
  await using on = await stage({ settings: { userIds: ['somebody'] } });
  const wanted = { ...goods, receiverAddress: abroad, currency: 'CNY', price: '1' };
  expect(gist(await on.platform.warehouse.freight.estimate(wanted))).toBe('done');
  expect(gist(await on.platform.base.address.get())).toBe('credentials 403');
  const credentials = () => ({ accessKey: KEYS.accessKey, secrets: ['another'], userId: USER });
  const stranger = clientOf(on.sandbox, { credentials });
  expect(gist(await stranger.warehouse.freight.estimate(wanted))).toBe('credentials 401');
  on.sandbox.settings({ clockOffsetSeconds: 601 });
  expect(gist(await on.platform.warehouse.freight.estimate(wanted))).toBe('credentials 401');
});
