import { expect, test } from 'vitest';
import { z } from 'zod';
import { parseExact, stringifyExact } from '../../pandapon/index.ts';
import { stage } from '../../sandbox/fixtures/stage.ts';
import { platformEnvironment } from '../fixtures/platform.ts';
import { recordedShell } from '../fixtures/shell.ts';
import { run } from '../run.ts';

/** What is read out of answers, as the wire has them. */
const page = z.object({ data: z.array(z.object({ offerMapId: z.string() })) });
const product = z.object({
  sellerOpenId: z.string(),
  productSkuInfos: z.array(z.object({ specId: z.string(), price: z.string() })).min(1),
});
const cart = z.object({
  enableList: z.array(z.object({ cartItemInfos: z.array(z.object({ id: z.number() })) })),
});
const previews = z.array(z.object({ orderPreviewResuslt: z.array(z.object({ sumPayment: z.number() })) }));
const orders = z.array(
  z.object({
    baseInfo: z.object({ idOfStr: z.string(), id: z.bigint(), totalAmount: z.number() }),
    productItems: z.array(z.object({ subItemID: z.bigint(), itemAmount: z.number() })).min(1),
  }),
);

test('by orders call alone: find goods, fill the cart with two merchants, preview, order, pay, and be refunded one line', async () => {
  await using on = await stage();
  const environment = platformEnvironment(on.sandbox.url);
  const call = async (operation: string, body: unknown = {}): Promise<unknown> => {
    const shell = recordedShell(environment);
    const code = await run(['call', operation, '--json', stringifyExact(body)], shell, '0.0.0');
    expect([operation, code, shell.written.err]).toEqual([operation, 0, '']);
    return parseExact(shell.written.out);
  };
  const addressParam = { fullName: 'zhang', mobile: '18600000000', provinceText: '浙江省', address: 'xxx' };

  const found = page.parse(await call('alibaba.goods.searchByKeyword', { keyword: '包' }));
  for (const { offerMapId } of found.data.slice(0, 2)) {
    const { sellerOpenId, productSkuInfos } = product.parse(
      await call('alibaba.goods.detail', { offerMapId }),
    );
    const line = { offerMapId, specId: productSkuInfos[0]?.specId, quantity: 1, sellerOpenId };
    expect(await call('alibaba.cart.add', line)).toBe(true);
  }
  const { enableList } = cart.parse(await call('alibaba.cart.list'));
  expect(enableList).toHaveLength(2);
  const cartIds = enableList.flatMap((shop) => shop.cartItemInfos.map(({ id }) => id));

  const sums = previews.parse(await call('alibaba.cart.preview', { addressParam, cartIds }));
  const made = orders.parse(
    await call('alibaba.cart.createOrder', { flow: 'general', addressParam, cartIds }),
  );
  expect(made.map(({ baseInfo }) => Math.round(baseInfo.totalAmount * 100))).toEqual(
    sums.map(({ orderPreviewResuslt }) => orderPreviewResuslt[0]?.sumPayment),
  );
  for (const { baseInfo } of made) await call('alibaba.order.payUrl', { orderId: baseInfo.idOfStr });

  const [order] = made;
  const [item] = order?.productItems ?? [];
  const refund = z.object({ refundId: z.string() }).parse(
    await call('alibaba.refund.create', {
      orderId: order?.baseInfo.id,
      orderEntryIds: [item?.subItemID],
      disputeRequest: 'refund',
      applyPayment: Math.round((item?.itemAmount ?? 0) * 100),
      applyCarriage: 0,
      applyReasonId: 20006,
      description: 'not wanted',
      goodsStatus: 'refundWaitSellerSend',
    }),
  );
  await on.sandbox.tick(2);
  expect(await call('alibaba.refund.detail', refund)).toMatchObject({ status: 'refundsuccess' });
  expect(
    await call('alibaba.order.detail', { webSite: '1688', orderId: order?.baseInfo.idOfStr }),
  ).toMatchObject({ baseInfo: { refundStatus: 'refundsuccess', refund: item?.itemAmount } });
});

test('an address book is shown without its people', async () => {
  await using on = await stage();
  const environment = platformEnvironment(on.sandbox.url);
  const shell = recordedShell(environment);
  const address = { name: '张三', province: '浙江省', address: '练习路1号', phone: '13900000000' };
  await run(['call', 'base.address.addOrUpdate', '--json', JSON.stringify(address)], shell, '0.0.0');
  expect(await run(['call', 'base.address.get'], shell, '0.0.0')).toBe(0);
  expect(shell.written.out).toContain('浙江省');
  expect(shell.written.out).not.toMatch(/张三|练习路|139/);
});
