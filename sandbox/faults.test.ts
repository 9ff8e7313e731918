import { expect, test } from 'vitest';
import type { OperationName, Outcome } from '../pandapon/index.ts';
import { FAULT_KINDS, type FaultKind } from './faults.ts';
import {
  answerTo,
  body,
  buyOne,
  buyPaid,
  clientOf,
  gist,
  read,
  type Stage,
  stage,
  statusOf,
} from './fixtures/stage.ts';

/** What the real client makes of each kind. */
const SEEN: Record<Exclude<FaultKind, 'slow' | 'pay-lies' | 'pay-false'>, string> = {
  'http-500': 'unknown',
  'http-502-html': 'unknown',
  'http-200-html': 'unknown',
  'cut-body': 'unknown',
  reset: 'unknown',
  hang: 'unknown',
  'code-500': 'unknown',
  'http-429': 'not-sent',
  'code-429': 'not-sent',
  refusal: 'refused 4009',
  'http-401': 'credentials 401',
  'code-401': 'credentials 401',
};

/** Each effect: how it is sent, and how often the ledger shows it. */
const EFFECTS: Record<
  string,
  (on: Stage) => Promise<{ send: () => Promise<Outcome<unknown>>; count: () => number }>
> = {
  create: async (on) => ({
    send: () => impatient(on).call('alibaba.order.batchCreate', body({ seller: 'shop' })),
    count: () => on.sandbox.ledger().totals.orders,
  }),
  pay: async (on) => {
    const orderId = await buyOne(on);
    return {
      send: () => impatient(on).call('alibaba.order.payUrl', { orderId }),
      count: () => on.sandbox.ledger().totals.debits,
    };
  },
  'batch-pay': async (on) => {
    const orderIds = [await buyOne(on)];
    return {
      send: () => impatient(on).call('alibaba.order.batchSubmitToPay', { orderIds }),
      count: () => on.sandbox.ledger().totals.debits,
    };
  },
  confirm: async (on) => {
    const orderId = await buyPaid(on);
    await on.sandbox.tick(10);
    return {
      send: () => impatient(on).call('alibaba.order.receiveGoods', { orderId, orderEntryIds: [orderId] }),
      count: () => on.sandbox.ledger().totals.confirms,
    };
  },
  cancel: async (on) => {
    const orderId = await buyOne(on);
    await on.sandbox.tick(10);
    return {
      send: () => impatient(on).call('alibaba.order.cancel', { webSite: '1688', orderId }),
      count: () => on.sandbox.ledger().totals.cancels,
    };
  },
};

const impatient = (on: Stage) => clientOf(on.sandbox, { timeoutMs: 300 });
const spoiling = FAULT_KINDS.filter((kind): kind is keyof typeof SEEN => kind in SEEN);

test.each(Object.keys(EFFECTS))(
  '%s: every fault leaves no effect before it, exactly one after it',
  async (operation) => {
    const prepare = EFFECTS[operation];
    if (!prepare) throw new Error(operation);
    for (const kind of spoiling) {
      for (const when of ['before', 'after'] as const) {
        await using on = await stage();
        const { send, count } = await prepare(on);
        const already = count();
        on.sandbox.addFaults({ operation, when, kind });
        expect([operation, when, kind, gist(await send())]).toEqual([operation, when, kind, SEEN[kind]]);
        expect([operation, when, kind, count() - already]).toEqual([
          operation,
          when,
          kind,
          when === 'after' ? 1 : 0,
        ]);
        expect(on.sandbox.faults()).toEqual([]);
      }
    }
  },
);

test('429 asks to wait, one second unless told otherwise', async () => {
  await using on = await stage();
  on.sandbox.addFaults(
    { operation: 'list', kind: 'http-429' },
    { operation: 'list', kind: 'http-429', seconds: 7 },
  );
  const list = () => on.platform.call('alibaba.order.page', { pageNo: 1, pageSize: 10 });
  expect(await list()).toMatchObject({ kind: 'not-sent', retryAfterSeconds: 1 });
  expect(await list()).toMatchObject({ kind: 'not-sent', retryAfterSeconds: 7 });
  expect(await list()).toMatchObject({ kind: 'done' });
});

test('slow answers late, before the effect or after it', async () => {
  await using on = await stage();
  for (const when of ['before', 'after'] as const) {
    on.sandbox.addFaults({ operation: 'create', when, kind: 'slow', seconds: 0.2 });
    const sent = Date.now();
    expect((await on.platform.call('alibaba.order.batchCreate', body({ seller: 'shop' }))).kind).toBe('done');
    expect(Date.now() - sent).toBeGreaterThanOrEqual(190);
  }
  expect(on.sandbox.ledger().totals.orders).toBe(2);
});

test.each([
  ['pay-lies', 1, 'waitsellersend'],
  ['pay-false', 0, 'waitbuyerpay'],
] as const)('%s says false with %i debit(s)', async (kind, debits, status) => {
  await using on = await stage();
  const [alone, batched] = [await buyOne(on), await buyOne(on)];
  on.sandbox.addFaults({ operation: 'pay', kind }, { operation: 'batch-pay', kind });
  expect(await answerTo(on, 'alibaba.order.payUrl', { orderId: alone })).toMatchObject({
    protocolPaySuccess: false,
    payUrl: null,
  });
  expect(await answerTo(on, 'alibaba.order.batchSubmitToPay', { orderIds: [batched] })).toMatchObject({
    success: false,
    payFailureOrderList: [batched],
  });
  expect([await statusOf(on, alone), await statusOf(on, batched)]).toEqual([status, status]);
  expect(on.sandbox.ledger().totals.debits).toBe(debits * 2);
});

test('a fault hits only the calls it names, as many as it says', async () => {
  await using on = await stage();
  const [one, two] = [await buyOne(on, 'one'), await buyOne(on, 'two')];
  on.sandbox.addFaults(
    { operation: 'alibaba.order.detail', kind: 'code-500', sellerOpenId: 'two', times: 2 },
    { operation: 'detail', kind: 'refusal', orderId: one, times: null },
  );
  const gists: string[] = [];
  for (const orderId of [two, one, two, two, one]) {
    gists.push(gist(await on.platform.call('alibaba.order.detail', { webSite: '1688', orderId })));
  }
  expect(gists).toEqual(['unknown', 'refused 4009', 'unknown', 'done', 'refused 4009']);
  on.sandbox.clearFaults();
  expect((await read(on, one)).baseInfo?.status).toBe('waitbuyerpay');
});

test('faults are put on, listed and taken off over HTTP; one that can never happen is refused', async () => {
  await using on = await stage();
  const faults = (method: string, content?: unknown) =>
    fetch(`${on.sandbox.url}/_sandbox/faults`, {
      method,
      ...(content ? { body: JSON.stringify(content) } : {}),
    });
  expect(
    (await faults('POST', [{ operation: 'create', when: 'after', kind: 'reset', times: 2 }])).status,
  ).toBe(200);
  expect(await (await faults('GET')).json()).toEqual([
    { operation: 'create', when: 'after', kind: 'reset', times: 2 },
  ]);
  for (const wrong of [
    [{ operation: 'creat', kind: 'reset' }],
    [{ operation: 'create', kind: 'pay-lies' }],
    [{ operation: 'create', kind: 'explode' }],
  ]) {
    const answer = await faults('POST', wrong);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toEqual({ error: expect.any(String) });
  }
  await faults('DELETE');
  expect(on.sandbox.faults()).toEqual([]);
});

test.each([
  ['refuse', 'unknown'],
  ['drop', 'unknown'],
  ['hang', 'unknown'],
] as const)(
  'an outage by %s reaches every operation, does nothing, and leaves the controls alone',
  async (outage, kind) => {
    await using on = await stage();
    const orderId = await buyOne(on);
    const settings = await fetch(`${on.sandbox.url}/_sandbox/settings`, {
      method: 'POST',
      body: JSON.stringify({ outage }),
    });
    expect(settings.status).toBe(200);
    expect((await impatient(on).call('alibaba.order.payUrl', { orderId })).kind).toBe(kind);
    on.sandbox.settings({ outage: 'none' });
    expect(await statusOf(on, orderId)).toBe('waitbuyerpay');
    const name: OperationName = 'alibaba.order.payUrl';
    expect(on.sandbox.ledger().calls[name]).toMatchObject({ calls: 1, done: 0, spoilt: 1 });
  },
);

test('an order paid twice shows two debits', async () => {
  await using on = await stage();
  const orderId = await buyPaid(on);
  await answerTo(on, 'alibaba.order.payUrl', { orderId });
  const { debits, paidTwice, totals } = on.sandbox.ledger();
  expect(debits.map((debit) => debit.fen)).toEqual([2300, 2300]);
  expect(paidTwice).toEqual([orderId]);
  expect(totals.debitedFen).toBe(4600);
});
