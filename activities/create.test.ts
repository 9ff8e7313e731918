import { describe, expect, test } from 'vitest';
import {
  item,
  line,
  NOW,
  ORDER_ID,
  orderObject,
  POSTED_AT,
  RECEIVER,
  request,
  SELLER,
  SPEC,
  USER,
  type Wire,
} from './fixtures/order-object.ts';
import { activitiesAt, run, SETTLE_SECONDS, scriptedPlatform } from './fixtures/run.ts';
import type { Reply } from './fixtures/scripted-platform.ts';
import type { CreateInput } from './types.ts';

const CREATE = 'alibaba.order.batchCreate';
const PAGE = 'alibaba.order.page';
const OTHER = 'BBBseller-two';
const OTHER_SPEC = '00000000000000000000000000000002';

const platform = scriptedPlatform();
const input: CreateInput = {
  platform: '1688',
  userId: USER,
  purchaseId: 'po-1',
  n: 1,
  request: request(),
  lines: [0],
  tag: true,
  postedAt: POSTED_AT,
  mayHaveBeenSent: false,
  settledAt: null,
  known: [],
};
const create = (more: Partial<CreateInput> = {}, info = {}, options = {}) =>
  run(activitiesAt(platform, options).spend.create, { ...input, ...more }, info);

const page = (...orders: Wire[]): Reply => ({ data: { totalRecords: 1, totalPage: 1, data: orders } });
const created = (...orders: Wire[]): Reply => ({ data: orders });
const sent = () => platform.calls.filter(({ operation }) => operation === CREATE);

test('after a loss every create looks first, as far back as it is told, and sends nothing where an order is found', async () => {
  const reconcileSince = NOW - 30 * 86_400_000;
  platform.on(PAGE, page(orderObject({ buyerFeedback: '[#po-1/4]' })), page());
  const found = await create({ settledAt: undefined }, {}, { reconcileSince });
  expect(found).toMatchObject({ kind: 'found', orders: [{ observation: { orderId: ORDER_ID } }] });
  expect(sent()).toEqual([]);
  const [list] = platform.calls.filter(({ operation }) => operation === PAGE);
  expect(Date.parse(String(list?.asked['createStartTime']))).toBe(reconcileSince);
});

describe('what is sent', () => {
  test('is the request with our tag behind the message, for the given lines only', async () => {
    platform.on(CREATE, created(orderObject()));
    await create({
      request: {
        ...request(line(), line({ specId: OTHER_SPEC })),
        message: 'handle with care',
        staffName: 'x',
      },
      lines: [1],
      n: 3,
    });
    const [call, ...others] = sent();
    expect(others).toEqual([]);
    expect(call?.userId).toBe(USER);
    expect(call?.asked).toEqual({
      flow: 'general',
      message: 'handle with care [#po-1/3]',
      staffName: 'x',
      addressParam: RECEIVER,
      cargoParamList: [line({ specId: OTHER_SPEC })],
    });
  });

  test('has the tag alone where the caller has no message', async () => {
    platform.on(CREATE, created(orderObject()));
    await create();
    expect(sent()[0]?.asked['message']).toBe('[#po-1/1]');
  });

  test('has the message untouched with the tag off', async () => {
    platform.on(CREATE, created(orderObject()));
    await create({ tag: false, request: { ...request(), message: ' as is ' } });
    await create({ tag: false });
    expect(sent().map(({ asked }) => asked['message'])).toEqual([' as is ', undefined]);
  });

  test.each([
    ['a quantity of nothing', { request: request(line({ quantity: 0 })) }, '/cargoParamList/0/quantity'],
    ['no room for the tag', { request: { ...request(), message: 'x'.repeat(129) } }, '/message'],
    ['another user', { request: { ...request(), userId: '1' } }, '/userId'],
    [
      'a remark above 200 characters',
      { tag: false, request: { ...request(), message: 'x'.repeat(201) } },
      '/message',
    ],
    ['a line that is not there', { lines: [7] }, '/cargoParamList/7'],
    ['no line at all', { lines: [] }, '/cargoParamList'],
  ] satisfies [string, Partial<CreateInput>, string][])(
    'is nothing for a body that does not fit: %s',
    async (_, more, pointer) => {
      const result = await create(more);
      expect(result).toMatchObject({ kind: 'refused', code: 'INVALID' });
      expect(result).toHaveProperty('message', expect.stringContaining(pointer));
      expect(platform.calls).toEqual([]);
    },
  );
});

describe('an answer', () => {
  const twoMerchants = {
    request: request(line(), line({ sellerOpenId: OTHER, specId: OTHER_SPEC })),
    lines: [0, 1],
  };
  const refusal = {
    sellerOpenId: OTHER,
    success: false,
    errorCode: '500_004',
    errorMsg: 'stock',
    baseInfo: null,
  };

  test('of a split merchant is two orders of ours', async () => {
    platform.on(CREATE, created(orderObject(), orderObject({ idOfStr: '2540608320348880795' })));
    expect(await create()).toMatchObject({
      kind: 'answered',
      orders: [{ orderId: ORDER_ID, dueFen: 2_300 }, { orderId: '2540608320348880795' }],
      refused: [],
      missing: [],
      settleSeconds: SETTLE_SECONDS,
    });
  });

  test('may refuse one merchant and leave out none', async () => {
    platform.on(CREATE, created(orderObject(), refusal));
    expect(await create(twoMerchants)).toMatchObject({
      orders: [{ orderId: ORDER_ID, sellerOpenId: SELLER }],
      refused: [{ sellerOpenId: OTHER, errorCode: '500_004', errorMsg: 'stock', lines: [1] }],
      missing: [],
    });
  });

  test('that leaves a merchant out leaves it unknown', async () => {
    platform.on(CREATE, created(orderObject()));
    expect(await create(twoMerchants)).toMatchObject({ kind: 'answered', missing: [OTHER] });
  });

  test('with an element that can not be read leaves its merchant unknown', async () => {
    platform.on(CREATE, created(orderObject(), { sellerOpenId: OTHER, success: true, baseInfo: null }));
    expect(await create(twoMerchants)).toMatchObject({ kind: 'answered', refused: [], missing: [OTHER] });
  });

  test.each([
    ['lost after the effect', 'cut', { kind: 'unknown' }],
    ['that never comes', 'silence', { kind: 'unknown' }],
    ['that is not the platform’s', { http: 200, body: '<html>' }, { kind: 'unknown' }],
    ['of a server error', { http: 500 }, { kind: 'unknown' }],
    ['of a platform error', { code: 500, msg: 'x' }, { kind: 'unknown' }],
    ['that refuses the whole', { code: 4100, msg: 'no such address' }, { kind: 'refused', code: '4100' }],
    [
      'that turns it away',
      { http: 429, headers: { 'retry-after': '9' } },
      { kind: 'not-sent', retryAfterSeconds: 9 },
    ],
    ['that refuses the key', { code: 401, msg: 'x' }, { kind: 'credentials' }],
  ] satisfies [string, Reply, object][])(
    '%s is never followed by a second send',
    async (_, reply, result) => {
      platform.on(CREATE, reply);
      expect(await create()).toMatchObject(result);
      expect(platform.count(CREATE)).toBe(1);
    },
  );

  test('never carries the receiver out', async () => {
    platform.on(
      CREATE,
      created({ ...refusal, sellerOpenId: SELLER, errorMsg: 'Tester Wang 13900000000 not served' }),
    );
    expect(JSON.stringify(await create())).not.toMatch(/Tester Wang|13900000000/);
    platform.on(CREATE, created(orderObject()));
    expect(JSON.stringify(await create())).not.toMatch(/Tester|Buyer|Seller Chen|139\d{8}|Test Road/);
  });
});

describe('a create that may have been sent before', () => {
  const later = { postedAt: new Date(NOW - (SETTLE_SECONDS + 1) * 1000).toISOString() };
  const ours = orderObject({ buyerFeedback: 'x [#po-1/1]' });

  test.each([
    ['by its number', { mayHaveBeenSent: true }, {}],
    ['by its age', later, {}],
    ['by a worker that died with this task', {}, { attempt: 2 }],
    ['by a worker that died, after a reset of the task', {}, { currentAttemptScheduledTimestampMs: 2 }],
  ] satisfies [string, Partial<CreateInput>, object][])('is looked up first: %s', async (_, more, info) => {
    expect(await create(more, info)).toEqual({ kind: 'look-first', settleSeconds: SETTLE_SECONDS });
    expect(platform.calls).toEqual([]);
  });

  test('is not taken as settled by a look-up from before this task went out', async () => {
    const settled = { mayHaveBeenSent: true, settledAt: POSTED_AT };
    expect(await create(settled, { currentAttemptScheduledTimestampMs: 2 })).toMatchObject({
      kind: 'look-first',
    });
  });

  const settled = { ...later, settledAt: POSTED_AT, n: 2 };
  test('is not sent when the list of this very task shows it', async () => {
    platform.on(PAGE, page(ours), page());
    expect(await create(settled)).toMatchObject({
      kind: 'found',
      orders: [{ observation: { orderId: ORDER_ID }, ownedBy: null, differs: [] }],
    });
    expect(platform.count(CREATE)).toBe(0);
  });

  test('is sent when the list does not show it', async () => {
    platform.on(PAGE, page(orderObject({ buyerFeedback: '[#po-10/1]' })), page());
    platform.on(CREATE, created(orderObject()));
    expect(await create(settled)).toMatchObject({ kind: 'answered' });
    expect(sent()[0]?.asked['message']).toBe('[#po-1/2]');
  });

  test('is sent when the list shows only what is known', async () => {
    platform.on(PAGE, page(ours), page());
    platform.on(CREATE, created(orderObject({ idOfStr: '2540608320348880999' })));
    expect(await create({ ...settled, known: [ORDER_ID] })).toMatchObject({ kind: 'answered' });
  });

  test.each([
    ['fails', [{ http: 502 }], { kind: 'not-sent' }],
    ['fails on a later page', [page(orderObject()), { http: 502 }], { kind: 'not-sent' }],
    ['is turned away', [{ http: 429, headers: { 'retry-after': '5' } }], { retryAfterSeconds: 5 }],
    [
      'holds an order without an id',
      [page({ ...ours, baseInfo: { buyerFeedback: '[#po-1/1]' } }), page()],
      { kind: 'not-sent' },
    ],
    ['is refused the key', [{ code: 403, msg: 'x' }], { kind: 'credentials' }],
  ] satisfies [string, Reply[], object][])('is not sent while the list %s', async (_, pages, result) => {
    platform.on(PAGE, ...pages);
    expect(await create(settled)).toMatchObject(result);
    expect(platform.count(CREATE)).toBe(0);
  });

  test('is not sent while nobody can say whose the found order is', async () => {
    platform.on(PAGE, page(ours), page());
    const ownerOf = () => Promise.reject(new Error('Temporal is away'));
    expect(await create(settled, {}, { ownerOf })).toMatchObject({ kind: 'not-sent' });
    expect(platform.count(CREATE)).toBe(0);
  });
});

test('another platform than 1688 is a mistake', async () => {
  await expect(create({ platform: 'taobao' })).rejects.toThrow('taobao');
});

test('items of the answer are read without rounding', async () => {
  const subItemID = 2540608320348880999n;
  platform.on(
    CREATE,
    created(orderObject({}, { productItems: [item({ subItemID, subItemIDString: null })] })),
  );
  expect(await create()).toMatchObject({
    orders: [{ items: [{ subItemId: '2540608320348880999', specId: SPEC, quantity: 1, amountFen: 1_900 }] }],
  });
});
