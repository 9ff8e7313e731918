import { expect, test } from 'vitest';
import {
  item,
  line,
  NOW,
  ORDER_ID,
  orderObject,
  POSTED_AT,
  request,
  USER,
  type Wire,
} from './fixtures/order-object.ts';
import { activitiesAt, run, SETTLE_SECONDS, scriptedPlatform } from './fixtures/run.ts';
import type { Reply } from './fixtures/scripted-platform.ts';
import type { FindInput } from './types.ts';

const PAGE = 'alibaba.order.page';
const DETAIL = 'alibaba.order.detail';

const platform = scriptedPlatform();
const input: FindInput = {
  platform: '1688',
  userId: USER,
  purchaseId: 'po-1',
  request: request(line()),
  lines: [0],
  tag: true,
  postedAt: POSTED_AT,
  known: [],
  patient: true,
};
const find = (more: Partial<FindInput> = {}, options = {}) =>
  run(activitiesAt(platform, options).api.find, { ...input, ...more });
const foundIds = async (result: ReturnType<typeof find>) => {
  const end = await result;
  return end.kind === 'read' ? end.orders.map(({ observation }) => observation.orderId) : end.kind;
};

const page = (...orders: Wire[]): Reply => ({ data: { totalRecords: 0, totalPage: 1, data: orders } });
const order = (id: string, base: Wire = {}, more: Wire = {}) => orderObject({ idOfStr: id, ...base }, more);

test('orders with our tag are found, whatever its number, and those of other purchases are not', async () => {
  platform.on(
    PAGE,
    page(
      order('1', { buyerFeedback: 'note [#po-1/1]' }),
      order('2', { buyerFeedback: '[#po-10/1]' }),
      order('3', { buyerFeedback: '[#apo-1/1]' }),
    ),
    page(order('4', { buyerFeedback: '[#po-1/2' }), order('5'), order('6', { buyerFeedback: '[#po-1/1]' })),
    page(),
  );
  expect(await foundIds(find({ known: ['6'] }))).toEqual(['1', '4']);
});

test('a tag in the message of another purchase does not make its order ours', async () => {
  platform.on(PAGE, page(order('1', { buyerFeedback: 'like [#po-1/1] [#po-2/1]' })), page());
  expect(await foundIds(find())).toEqual([]);
});

test('the list is read from ten minutes before the posting, to the empty page', async () => {
  platform.on(PAGE, page(order('1')), page(order('2')), page());
  expect(await find()).toEqual({
    kind: 'read',
    at: new Date(NOW).toISOString(),
    orders: [],
    missing: [],
    settleSeconds: SETTLE_SECONDS,
  });
  expect(platform.calls.map(({ asked }) => asked)).toEqual(
    [1, 2, 3].map((pageNo) => ({ pageNo, pageSize: 50, createStartTime: '2026-11-25T07:50:00.000+08:00' })),
  );
});

test('an order that slid to a later page meanwhile counts once', async () => {
  const ours = order('1', { buyerFeedback: '[#po-1/1]' });
  platform.on(PAGE, page(ours), page(ours), page());
  expect(await foundIds(find())).toEqual(['1']);
});

test('a list of which one page can not be read is no reading', async () => {
  platform.on(PAGE, page(order('1', { buyerFeedback: '[#po-1/1]' })), 'cut');
  await expect(find()).rejects.toMatchObject({ type: 'PLATFORM_TROUBLE' });
  expect(await find({ patient: false })).toMatchObject({ kind: 'unavailable' });
});

test('one lost page is asked for again', async () => {
  platform.on(PAGE, page(order('1', { buyerFeedback: '[#po-1/1]' })), 'cut', page());
  expect(await foundIds(find())).toEqual(['1']);
});

test('a list that never ends is no reading', async () => {
  platform.on(PAGE, ({ asked }) => page(order(String(asked['pageNo']))));
  expect(await find({ patient: false })).toMatchObject({ kind: 'unavailable' });
});

test('who owns an order that carries our tag is told', async () => {
  platform.on(PAGE, page(order('1', { buyerFeedback: '[#po-1/1]' })), page());
  const ownerOf = async () => 'po-7';
  expect(await find({}, { ownerOf })).toMatchObject({ orders: [{ ownedBy: 'po-7' }] });
});

test('with the tag off orders of the same merchant, goods, receiver and time are found', async () => {
  const receiver = (more: Wire) => ({
    receiverInfo: { toFullName: 'Tester Wang', toMobile: '13900000000', ...more },
  });
  const before = (ms: number) => new Date(Date.parse(POSTED_AT) - ms).toISOString();
  platform.on(
    PAGE,
    page(
      order('1'),
      order('2', {}, { sellerOpenId: 'BBBother' }),
      order('3', {}, { productItems: [item({ specId: 'f'.repeat(32) })] }),
      order('4', receiver({ toFullName: 'Somebody', toMobile: '13700000000' })),
      order('5', receiver({ toMobile: '13700000000' })),
      order('6', receiver({ toMobile: '139****0000' })),
      order('7', { createTime: before(700_000) }),
      order('8', { createTime: before(300_000) }),
      order('9', { buyerFeedback: '[#po-2/1]' }),
      order('10', { receiverInfo: null }),
      order('11'),
      order('12'),
    ),
    page(),
  );
  const owners = new Map([['11', 'po-9']]);
  const ownerOf = async (_: string, id: string) => owners.get(id) ?? null;
  const result = await find({ tag: false, known: ['12'] }, { ownerOf });
  expect(
    result.kind === 'read' &&
      result.orders.map(({ observation, differs }) => [observation.orderId, ...differs]),
  ).toEqual([
    ['1'],
    ['5', 'mobile of the receiver'],
    ['6'],
    ['8', 'created before the purchase was posted'],
    ['10', 'the list does not show the receiver'],
  ]);
});

test('orders that a person names are read one by one, whatever they carry', async () => {
  platform.on(DETAIL, ({ asked }) =>
    asked['orderId'] === '1' ? { code: 404, msg: 'none' } : { data: order(String(asked['orderId'])) },
  );
  const ownerOf = async (_: string, id: string) => (id === ORDER_ID ? 'po-9' : null);
  expect(await find({ only: ['1', ORDER_ID, '3'] }, { ownerOf })).toMatchObject({
    kind: 'read',
    missing: ['1'],
    orders: [
      { observation: { orderId: ORDER_ID }, ownedBy: 'po-9', differs: [] },
      { observation: { orderId: '3' }, ownedBy: null, differs: [] },
    ],
  });
  expect(platform.count(PAGE)).toBe(0);
});

test('nothing personal comes out of a reading', async () => {
  platform.on(PAGE, page(order('1', { buyerFeedback: 'for Tester Wang [#po-1/1]' })), page());
  expect(JSON.stringify(await find())).not.toMatch(/Tester|139\d{8}|Buyer|Chen|Test Road/);
});
