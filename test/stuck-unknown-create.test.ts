import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { createPandapon } from '../pandapon/index.ts';
import {
  boughtBy,
  buyLines,
  codeOf,
  parked,
  parkedAgain,
  saidTwiceRunsOnce,
  tagNumbers,
} from './fixtures/stuck.ts';
import { ACCESS_KEY, createWorld, SECRET, startOf, USER_ID, type World } from './world.ts';

/** A create of which nobody knows what it did: looked up, never sent again while it may have bought. */

let world: World;
beforeAll(async () => {
  world = await createWorld({ address: inject('temporalAddress') });
});
afterAll(() => world[Symbol.asyncDispose]());

const resultOf = (id: string) => world.orders.purchase(id).result();
const candidateIds = (candidates: { orderId: string }[] | undefined): string[] =>
  (candidates ?? []).map(({ orderId }) => orderId);

describe.concurrent('an unknown create', () => {
  test('that bought is found by its tag, and nothing is sent again', async () => {
    await world.buy({ id: 'po-lost', merchants: ['-lost', 'a'] });
    const closed = await resultOf('po-lost');
    expect(closed).toMatchObject({ stage: 'completed', outcome: 'full', paidFen: 4600 });
    expect(closed.timeline.map(({ what }) => what)).toContain('found');
    expect(boughtBy(world, 'po-lost')).toEqual({ orders: 2, debits: 2, confirms: 2, cancels: 0 });
    expect(tagNumbers(world, 'po-lost')).toEqual(['1', '1']);
  });

  test('that bought nothing is sent again once the list has been read long enough', async () => {
    world.sandbox.addFaults({ operation: 'create', kind: 'reset', remark: '[#po-gone/' });
    await world.buy({ id: 'po-gone' });
    const closed = await resultOf('po-gone');
    expect(closed.timeline.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['create-unknown', 'not-there']),
    );
    expect(tagNumbers(world, 'po-gone')).toEqual(['2']);
    expect(boughtBy(world, 'po-gone')).toEqual({ orders: 1, debits: 1, confirms: 1, cancels: 0 });
  });

  test('waits while the list cannot be read, and is never sent on a guess', async () => {
    const userId = '1700000000001';
    world.sandbox.addFaults({ operation: 'list', kind: 'http-502-html', times: 2, userId });
    await buyLines(world, { id: 'po-blind', userId, lines: [{ merchant: 'blind-lost', specId: 'blind' }] });
    const closed = await resultOf('po-blind');
    expect(closed).toMatchObject({ stage: 'completed', outcome: 'full' });
    expect(world.sandbox.faults()).not.toContainEqual(expect.objectContaining({ userId }));
    expect(tagNumbers(world, 'po-blind')).toEqual(['1']);
  });

  test('is settled merchant by merchant: bought ones go on, a refused one waits, none is ordered from twice', async () => {
    await world.buy({ id: 'po-part', merchants: ['-lost', 'a', 'b-outofstock'] });
    const { run, view, stuck } = await parked(world, 'po-part', 'CREATE_REFUSED');
    expect(stuck.message).toContain('500_004');
    expect(view.lines.map(({ orderId, refused }) => [orderId !== null, refused !== null])).toEqual([
      [true, false],
      [true, false],
      [false, true],
    ]);
    await run.skip({ by: 'li' });
    expect(await run.result()).toMatchObject({ stage: 'completed', outcome: 'partial' });
    expect(boughtBy(world, 'po-part')).toEqual({ orders: 2, debits: 2, confirms: 2, cancels: 0 });
  });

  test('of a merchant that the platform split is found as all of its orders', async () => {
    await world.buy({ id: 'po-halves', merchants: ['-split-lost'], quantity: 2 });
    const closed = await resultOf('po-halves');
    expect(closed).toMatchObject({ stage: 'completed', outcome: 'full' });
    expect(boughtBy(world, 'po-halves')).toEqual({ orders: 2, debits: 2, confirms: 2, cancels: 0 });
  });
});

describe.concurrent('CREATE_AMBIGUOUS', () => {
  test('shows both orders of a twin; retry only looks; the adopted one is paid, the other left alone', async () => {
    await world.buy({ id: 'po-twin', merchants: ['-twin'] });
    const wait = await parked(world, 'po-twin', 'CREATE_AMBIGUOUS');
    const { run, view } = wait;
    expect(view.stage).toBe('creating');
    const [first = '', second = ''] = candidateIds(wait.stuck.candidates);
    expect(wait.stuck.candidates).toEqual(
      [first, second].map((orderId) => ({
        orderId,
        totalFen: 2300,
        createdAt: expect.stringMatching(/Z$/),
        differs: [],
      })),
    );
    await run.retry({ by: 'li' });
    const again = await parkedAgain(world, 'po-twin', wait);
    expect(candidateIds(again.stuck?.candidates)).toEqual([first, second]);

    expect(await codeOf(run.command('adopt', { orders: [] }))).toBe('INVALID');
    expect(await codeOf(run.command('adopt', { orders: [first, first] }))).toBe('INVALID');
    await run.adopt({ by: 'li', orders: ['9999999999999999999'] });
    const missed = await parkedAgain(world, 'po-twin', { ...wait, stuck: again.stuck ?? wait.stuck });
    expect(missed.stuck?.message).toContain('9999999999999999999');
    expect(candidateIds(missed.stuck?.candidates)).toEqual([first, second]);

    await run.adopt({ by: 'li', orders: [second], revision: missed.stuck?.revision });
    const closed = await run.result();
    expect(closed.orders.map(({ orderId }) => orderId)).toEqual([second]);
    expect(closed).toMatchObject({ stage: 'completed', outcome: 'full', paidFen: 2300 });
    expect(world.sandbox.order(first)).toMatchObject({ status: 'waitbuyerpay' });
    expect(boughtBy(world, 'po-twin')).toEqual({ orders: 2, debits: 1, confirms: 1, cancels: 0 });
  });

  test('counts as not bought by skip: nothing is created, paid or cancelled', async () => {
    await world.buy({ id: 'po-twin-2', merchants: ['-twin'] });
    const { run, stuck } = await parked(world, 'po-twin-2', 'CREATE_AMBIGUOUS');
    await saidTwiceRunsOnce(run.skip, stuck, 'skip');
    expect(await run.result()).toMatchObject({ stage: 'failed', outcome: 'none', orders: [] });
    expect(boughtBy(world, 'po-twin-2')).toEqual({ orders: 2, debits: 0, confirms: 0, cancels: 0 });
  });

  test('of one merchant stays its own: another one is created, and a candidate left alone never counts again', async () => {
    await world.buy({ id: 'po-twin-3', merchants: ['-twin', 'a-outofstock'] });
    const { run, stuck } = await parked(world, 'po-twin-3', 'CREATE_AMBIGUOUS');
    const [first = ''] = candidateIds(stuck.candidates);
    await world.until('po-twin-3', ({ refused }) => refused.length === 1);
    await run.adopt({ by: 'li', orders: [first] });
    const refused = await parked(world, 'po-twin-3', 'CREATE_REFUSED');
    await refused.run.retry({ by: 'li', lines: { '1': { sellerOpenId: 'honest-shop' } } });
    expect(await run.result()).toMatchObject({ stage: 'completed', outcome: 'full', paidFen: 4600 });
    expect(boughtBy(world, 'po-twin-3')).toEqual({ orders: 3, debits: 2, confirms: 2, cancels: 0 });
  });

  test('lets lines that the adopted orders do not hold wait as CREATE_REFUSED', async () => {
    await buyLines(world, {
      id: 'po-short',
      lines: [
        { merchant: 'short-split-twin', specId: 'short-a' },
        { merchant: 'short-split-twin', specId: 'short-b' },
      ],
    });
    const { run, stuck } = await parked(world, 'po-short', 'CREATE_AMBIGUOUS');
    expect(stuck.candidates).toHaveLength(4);
    const holdsA = world.sandbox.orders().find(({ items }) => items[0]?.specId === 'short-a');
    await run.adopt({ by: 'li', orders: [holdsA?.orderId ?? ''] });
    const rest = await parked(world, 'po-short', 'CREATE_REFUSED');
    expect(rest.view.lines.map(({ orderId }) => orderId)).toEqual([holdsA?.orderId, null]);
    await run.skip({ by: 'li', revision: rest.stuck.revision });
    expect(await run.result()).toMatchObject({ stage: 'completed', outcome: 'partial' });
    expect(boughtBy(world, 'po-short')).toMatchObject({ orders: 4, debits: 1, confirms: 1 });
  });

  test('names what differs when only an order that somebody made by hand could be ours', async () => {
    const start = startOf({ id: 'po-hand', merchants: ['by-hand'], policy: { tag: false } });
    const byHand = createPandapon({
      baseUrl: world.sandbox.url,
      credentials: () => ({ accessKey: ACCESS_KEY, secrets: [SECRET], userId: USER_ID }),
    });
    const [line] = start.request.cargoParamList;
    const { addressParam, flow } = start.request;
    const body = { flow, addressParam, cargoParamList: line === undefined ? [] : [{ ...line, quantity: 3 }] };
    const made = await byHand.call('alibaba.order.batchCreate', body);
    expect(made.kind).toBe('done');
    world.sandbox.addFaults({ operation: 'create', kind: 'reset', sellerOpenId: line?.sellerOpenId ?? '' });
    await world.orders.start(start);
    const wait = await parked(world, 'po-hand', 'CREATE_AMBIGUOUS');
    expect(wait.stuck.candidates?.[0]?.differs).toEqual([expect.stringMatching(/^3 x .* sent 1$/)]);
    await wait.run.retry({ by: 'li' });
    await parkedAgain(world, 'po-hand', wait);
    await wait.run.skip({ by: 'li' });
    expect(await wait.run.result()).toMatchObject({ stage: 'failed', outcome: 'none' });
    const own = world.sandbox.ledger().orders.filter((each) => each.sellerOpenId === line?.sellerOpenId);
    expect(own).toHaveLength(1);
  });
});

test('ORDER_ALREADY_TRACKED: what another purchase took is named; skip leaves it, adopt takes another', async () => {
  await world.buy({ id: 'po-mine', merchants: ['-twin'] });
  await world.buy({ id: 'po-mine-2', merchants: ['-twin'] });
  await world.buy({ id: 'po-thief', merchants: ['-twin'] });
  await world.buy({ id: 'po-thief-2', merchants: ['-twin'] });
  const mine = await parked(world, 'po-mine', 'CREATE_AMBIGUOUS');
  const mine2 = await parked(world, 'po-mine-2', 'CREATE_AMBIGUOUS');
  const [taken = '', left = ''] = candidateIds(mine.stuck.candidates);
  const [taken2 = ''] = candidateIds(mine2.stuck.candidates);
  const thief = await parked(world, 'po-thief', 'CREATE_AMBIGUOUS');
  const thief2 = await parked(world, 'po-thief-2', 'CREATE_AMBIGUOUS');
  await thief.run.adopt({ by: 'li', orders: [taken] });
  await thief2.run.adopt({ by: 'li', orders: [taken2] });
  for (const id of ['po-thief', 'po-thief-2']) await world.until(id, ({ orders }) => orders.length === 1);

  await mine.run.retry({ by: 'li' });
  await mine2.run.retry({ by: 'li' });
  const wait = await parked(world, 'po-mine', 'ORDER_ALREADY_TRACKED');
  expect(wait.stuck.message).toContain('po-thief');
  expect(candidateIds(wait.stuck.candidates)).toContain(taken);
  await wait.run.retry({ by: 'li' });
  const again = await parkedAgain(world, 'po-mine', wait);
  await wait.run.adopt({ by: 'li', orders: [taken] });
  const refused = await parkedAgain(world, 'po-mine', { ...wait, stuck: again.stuck ?? wait.stuck });
  expect(refused.stuck?.message).toContain('po-thief');
  await wait.run.adopt({ by: 'li', orders: [left] });
  expect(await resultOf('po-mine')).toMatchObject({ outcome: 'full', orders: [{ orderId: left }] });

  const second = await parked(world, 'po-mine-2', 'ORDER_ALREADY_TRACKED');
  await second.run.skip({ by: 'li', revision: second.stuck.revision });
  expect(await resultOf('po-mine-2')).toMatchObject({ stage: 'failed', outcome: 'none' });
  expect(await resultOf('po-thief')).toMatchObject({ stage: 'completed', orders: [{ orderId: taken }] });
  await resultOf('po-thief-2');
  expect(world.sandbox.ledger().paidTwice).toEqual([]);
});

test('without a tag an order that another purchase found first stays with that one, and is paid once', async () => {
  await using shared = await createWorld({ address: inject('temporalAddress'), timeoutMs: 20_000 });
  // The first one's order is there at once and its answer late; the second one's create does nothing.
  shared.sandbox.addFaults(
    { operation: 'create', when: 'after', kind: 'slow', seconds: 6 },
    { operation: 'create', kind: 'reset' },
  );
  const policy = { tag: false } as const;
  await shared.buy({ id: 'po-first', policy });
  await vi.waitFor(() => expect(shared.sandbox.faults()).toHaveLength(1), { interval: 20, timeout: 15_000 });
  await shared.buy({ id: 'po-second', policy });
  const wait = await parked(shared, 'po-first', 'ORDER_ALREADY_TRACKED');
  expect(wait.stuck.message).toContain('po-second');
  await wait.run.skip({ by: 'li' });
  expect(await wait.run.result()).toMatchObject({ stage: 'failed', outcome: 'none' });
  const closed = await shared.orders.purchase('po-second').result();
  expect(closed).toMatchObject({ stage: 'completed', outcome: 'full' });
  expect(shared.sandbox.ledger().totals).toMatchObject({ orders: 1, debits: 1, confirms: 1 });
});

describe.concurrent('a list that shows orders late', () => {
  test('within the settle time: the order is found, and nothing is sent again', async () => {
    await using late = await createWorld({
      address: inject('temporalAddress'),
      settleSeconds: 3,
      sandbox: { settings: { listDelaySeconds: 1.5 } },
    });
    await late.buy({ id: 'po-late', merchants: ['-lost'] });
    const closed = await late.orders.purchase('po-late').result();
    expect(closed).toMatchObject({ stage: 'completed', outcome: 'full' });
    expect(boughtBy(late, 'po-late')).toEqual({ orders: 1, debits: 1, confirms: 1, cancels: 0 });
  });

  test('beyond the settle time: a second create cannot be avoided, but one order alone is paid', async () => {
    await using late = await createWorld({
      address: inject('temporalAddress'),
      settleSeconds: 1,
      sandbox: { settings: { listDelaySeconds: 4 } },
    });
    await late.buy({ id: 'po-late', merchants: ['-lost'] });
    const closed = await late.orders.purchase('po-late').result();
    expect(closed).toMatchObject({ stage: 'completed', outcome: 'full', paidFen: 2300 });
    expect(boughtBy(late, 'po-late')).toEqual({ orders: 2, debits: 1, confirms: 1, cancels: 0 });
  });
});
