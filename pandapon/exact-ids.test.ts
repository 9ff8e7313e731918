import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sendData, startServer } from './fixtures/http-server.ts';
import { clientOf } from './fixtures/test-client.ts';

const id64 = fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }).map(String);

test('cancel sends the order id as a JSON integer with all its digits', async () => {
  await using server = await startServer(sendData('true'));
  const platform = clientOf(server.url);
  await fc.assert(
    fc.asyncProperty(id64, async (orderId) => {
      await platform.call('alibaba.order.cancel', { webSite: '1688', orderId, cancelReason: 'buyerCancel' });
      expect(server.received.at(-1)?.body).toBe(
        `{"webSite":"1688","orderId":${orderId},"cancelReason":"buyerCancel"}`,
      );
    }),
    { numRuns: 50 },
  );
});

test('receipt sends order and line ids as JSON integers with all their digits', async () => {
  await using server = await startServer(sendData('{"success":true}'));
  const platform = clientOf(server.url);
  await fc.assert(
    fc.asyncProperty(id64, fc.array(id64, { minLength: 1, maxLength: 4 }), async (orderId, orderEntryIds) => {
      await platform.call('alibaba.order.receiveGoods', { orderId, orderEntryIds });
      expect(server.received.at(-1)?.body).toBe(
        `{"orderId":${orderId},"orderEntryIds":[${orderEntryIds.join(',')}]}`,
      );
    }),
    { numRuns: 50 },
  );
});

test('detail, batch pay and pay url send ids as text', async () => {
  await using server = await startServer(sendData('{}'));
  const platform = clientOf(server.url);
  const orderId = '2540608320348880794';

  await platform.call('alibaba.order.detail', { webSite: '1688', orderId });
  expect(server.received.at(-1)?.body).toBe(`{"webSite":"1688","orderId":"${orderId}"}`);

  await platform.call('alibaba.order.batchSubmitToPay', { orderIds: [orderId] });
  expect(server.received.at(-1)?.body).toBe(`{"orderIds":["${orderId}"]}`);

  await platform.call('alibaba.order.payUrl', { orderId });
  expect(server.received.at(-1)).toMatchObject({
    method: 'GET',
    url: `/v2/alibaba/order/pay/url?orderId=${orderId}`,
    body: '',
  });
});

test.each([['0123'], ['12.5'], ['-1'], ['1e3'], [''], [' 1'], ['2540608320348880794x'], ['9'.repeat(21)]])(
  'an id %j that would not go out digit by digit is refused before anything is sent',
  async (orderId) => {
    await using server = await startServer(sendData('true'));
    const call = clientOf(server.url).call('alibaba.order.cancel', { webSite: '1688', orderId });
    await expect(call).rejects.toMatchObject({ problems: [{ pointer: '/orderId' }] });
    expect(server.received).toEqual([]);
  },
);

test('failed orders of a batch payment come back with exact digits', async () => {
  await using server = await startServer(
    sendData('{"success":true,"payFailureOrderList":[2540608320348880794]}'),
  );
  const outcome = await clientOf(server.url).call('alibaba.order.batchSubmitToPay', { orderIds: ['1'] });
  expect(outcome).toMatchObject({ kind: 'done', data: { payFailureOrderList: ['2540608320348880794'] } });
});
