import { expect, test } from 'vitest';
import type { RequestOf } from '../pandapon/index.ts';
import { answerTo, buyOne, buyPaid, idOf, type Stage, stage } from './fixtures/stage.ts';

type Filters = Partial<RequestOf<'alibaba.order.page'>>;

const list = async (on: Stage, filters: Filters = {}): Promise<string[]> => {
  const page = await answerTo(on, 'alibaba.order.page', { pageNo: 1, pageSize: 50, ...filters });
  return page.data.map(idOf);
};
const at = (on: Stage): string => new Date(on.clock.now()).toISOString();

test('newest first, page by page, and only an empty page ends it', async () => {
  await using on = await stage();
  const ids: string[] = [];
  for (let n = 0; n < 5; n += 1) ids.unshift(await buyOne(on));
  expect(await list(on, { pageSize: 2 })).toEqual(ids.slice(0, 2));
  expect(await list(on, { pageSize: 2, pageNo: 3 })).toEqual(ids.slice(4));
  expect(await list(on, { pageSize: 2, pageNo: 4 })).toEqual([]);
  const page = await answerTo(on, 'alibaba.order.page', { pageNo: 1, pageSize: 2 });
  expect(page).toMatchObject({ totalRecords: 5, totalPage: 4, pageSize: 2, currentPage: 1 });
});

test('windows of creation and change, status and ids narrow it down', async () => {
  await using on = await stage();
  const start = at(on);
  const first = await buyPaid(on);
  await on.sandbox.tick(5);
  const middle = at(on);
  const second = await buyOne(on);
  await on.sandbox.tick(60);
  expect(await list(on, { createStartTime: start, createEndTime: start })).toEqual([first]);
  expect(await list(on, { createStartTime: middle })).toEqual([second]);
  expect(await list(on, { orderStatus: 'signinsuccess' })).toEqual([first]);
  expect(await list(on, { orderIds: [second, '1'] })).toEqual([second]);
  // By time of change, oldest first: the first order was signed for after the second was made.
  expect(await list(on, { modifyStartTime: start })).toEqual([second, first]);
  expect(await list(on, { modifyStartTime: start, modifyEndTime: middle })).toEqual([second]);
});

test('an order shows late in the list, and at once in its detail', async () => {
  await using on = await stage({ settings: { listDelaySeconds: 20 } });
  const id = await buyOne(on);
  expect(await list(on)).toEqual([]);
  await answerTo(on, 'alibaba.order.detail', { webSite: '1688', orderId: id });
  await on.sandbox.tick(20);
  expect(await list(on)).toEqual([id]);
});

test('a thousand orders of one moment have a thousand ids, none of them exact as a double', async () => {
  await using on = await stage();
  for (let n = 0; n < 50; n += 1) {
    await answerTo(on, 'alibaba.order.batchCreate', {
      flow: 'general',
      addressParam: {},
      cargoParamList: Array.from({ length: 20 }, (_, k) => ({
        offerMapId: 'o',
        specId: 's',
        quantity: 1,
        sellerOpenId: `shop ${k}`,
      })),
    });
  }
  const ids = on.sandbox.orders().map((order) => order.orderId);
  expect(new Set(ids).size).toBe(1000);
  for (const id of ids) {
    expect(id).toMatch(/^\d{19}$/);
    expect(BigInt(Number(id))).not.toBe(BigInt(id));
  }
});
