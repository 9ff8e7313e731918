import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { boughtBy, codeOf, parked, parkedAgain, saidTwiceRunsOnce, tagNumbers } from './fixtures/stuck.ts';
import { createWorld, startOf, type World } from './world.ts';

/** What the platform refuses before an order exists: the preview, or the create of one merchant. */

let world: World;
beforeAll(async () => {
  world = await createWorld({ address: inject('temporalAddress') });
});
afterAll(() => world[Symbol.asyncDispose]());

const resultOf = (id: string) => world.orders.purchase(id).result();
const SAMPLE = startOf({}).request.cargoParamList[0];

describe.concurrent('PREVIEW_REFUSED', () => {
  test('stops the whole purchase before anything is sent; skip goes on without those lines', async () => {
    await world.buy({ id: 'po-p1', merchants: ['-refuse', 'a'] });
    const { run, view, stuck } = await parked(world, 'po-p1', 'PREVIEW_REFUSED');
    expect(view.stage).toBe('previewing');
    expect(stuck).toMatchObject({
      step: 'preview',
      attempts: 1,
      message: expect.stringContaining('500_001'),
    });
    expect(boughtBy(world, 'po-p1').orders).toBe(0);
    await run.skip({ by: 'li', revision: stuck.revision });
    const closed = await run.result();
    expect(closed).toMatchObject({ stage: 'completed', outcome: 'full', paidFen: 2300 });
    expect(closed.lines.map(({ dropped, orderId }) => [dropped, orderId !== null])).toEqual([
      [true, false],
      [false, true],
    ]);
    expect(boughtBy(world, 'po-p1')).toMatchObject({ orders: 1, debits: 1, confirms: 1 });
  });

  test('is asked again by retry, and goes on with corrected lines', async () => {
    await world.buy({ id: 'po-p2', merchants: ['-refuse'] });
    const wait = await parked(world, 'po-p2', 'PREVIEW_REFUSED');
    await wait.run.retry({ by: 'li' });
    const again = await parkedAgain(world, 'po-p2', wait);
    expect(again.timeline.filter(({ what }) => what === 'preview-refused')).toHaveLength(2);
    expect(again.stuck?.attempts).toBe(2);
    expect(await codeOf(wait.run.retry({ lines: { '3': { quantity: 1 } } }))).toBe('INVALID');
    expect(await codeOf(wait.run.retry({ lines: { '0': { quantity: 0 } } }))).toBe('INVALID');
    expect(await codeOf(wait.run.retry({ lines: { '0': null } }))).toBe('INVALID');
    expect(await codeOf(wait.run.retry({ patch: { addressParam: { mobile: 7 } } }))).toBe('INVALID');
    await wait.run.retry({ by: 'li', lines: { '0': { sellerOpenId: 'good-shop', quantity: 2 } } });
    expect(await resultOf('po-p2')).toMatchObject({
      stage: 'completed',
      outcome: 'full',
      lines: [{ quantity: 2, sellerOpenId: 'good-shop' }],
    });
  });

  test('takes a patch that brings its own lines, then lines by the new indexes', async () => {
    await world.buy({ id: 'po-p3', merchants: ['-refuse', 'b-refuse'] });
    const { run } = await parked(world, 'po-p3', 'PREVIEW_REFUSED');
    await run.retry({
      by: 'li',
      patch: { cargoParamList: [{ ...SAMPLE, sellerOpenId: 'fresh-shop' }], message: 'soft package' },
      lines: { '0': { quantity: 3 } },
    });
    const closed = await resultOf('po-p3');
    expect(closed).toMatchObject({ outcome: 'full', lines: [{ quantity: 3, sellerOpenId: 'fresh-shop' }] });
    expect(closed.lines).toHaveLength(1);
    expect(world.sandbox.order(closed.orders[0]?.orderId ?? '').remark).toBe('soft package [#po-p3/1]');
  });

  test('ends the purchase when skip leaves nothing, once though two say so at once', async () => {
    await world.buy({ id: 'po-p4', merchants: ['-refuse'] });
    const { run, stuck } = await parked(world, 'po-p4', 'PREVIEW_REFUSED');
    await saidTwiceRunsOnce(run.skip, stuck, 'skip');
    expect(await resultOf('po-p4')).toMatchObject({ stage: 'failed', outcome: 'none', orders: [] });
    expect(await codeOf(run.retry())).toBe('ALREADY_CLOSED');
  });
});

describe.concurrent('CREATE_REFUSED', () => {
  test('stops only its merchant; corrected lines are bought, and no merchant is ordered from twice', async () => {
    await world.buy({ id: 'po-c1', merchants: ['-outofstock', 'a', 'b'] });
    const wait = await parked(world, 'po-c1', 'CREATE_REFUSED');
    const { run } = wait;
    expect(wait.view).toMatchObject({ stage: 'fulfilling', outcome: null });
    expect(wait.stuck.message).toContain('500_004');
    expect(wait.view.refused).toMatchObject([{ errorCode: '500_004', lines: [0] }]);
    expect(wait.view.lines[0]?.refused).toContain('500_004');
    await world.until(
      'po-c1',
      ({ orders }) => orders.filter(({ stage }) => stage === 'completed').length === 2,
    );

    expect(wait.stuck.attempts).toBe(1);
    await run.retry({ by: 'li' });
    expect((await parkedAgain(world, 'po-c1', wait)).stuck?.attempts).toBe(2);
    expect(await codeOf(run.retry({ patch: { message: 'x' } }))).toBe('WRONG_STAGE');
    expect(await codeOf(run.retry({ lines: { '1': { quantity: 2 } } }))).toBe('WRONG_STAGE');
    expect(await codeOf(run.retry({ lines: { '1': null } }))).toBe('WRONG_STAGE');
    expect(await codeOf(run.retry({ lines: { '0': { quantity: -1 } } }))).toBe('INVALID');

    await run.retry({
      by: 'li',
      note: 'another shop has it',
      lines: { '0': { sellerOpenId: 'other-shop' } },
    });
    const closed = await run.result();
    expect(closed).toMatchObject({ stage: 'completed', outcome: 'full', paidFen: 6900, refused: [] });
    expect(closed.lines[0]).toMatchObject({ sellerOpenId: 'other-shop', refused: null, dropped: false });
    expect(closed.timeline).toContainEqual(
      expect.objectContaining({ by: 'library:li', detail: expect.stringContaining('another shop has it') }),
    );
    expect(boughtBy(world, 'po-c1')).toEqual({ orders: 3, debits: 3, confirms: 3, cancels: 0 });
    expect(tagNumbers(world, 'po-c1')).toEqual(['1', '1', '3']);
  });

  test('goes on without those lines by skip', async () => {
    await world.buy({ id: 'po-c2', merchants: ['-outofstock', 'a'] });
    const { run, stuck } = await parked(world, 'po-c2', 'CREATE_REFUSED');
    await saidTwiceRunsOnce(run.skip, stuck, 'skip');
    expect(await run.result()).toMatchObject({
      stage: 'completed',
      outcome: 'partial',
      lines: [{ dropped: true, refused: expect.stringContaining('500_004') }, { dropped: false }],
    });
  });

  test('waits merchant by merchant, oldest first, and ends when skip leaves nothing', async () => {
    await world.buy({ id: 'po-c3', merchants: ['-outofstock', 'b-outofstock'] });
    const wait = await parked(world, 'po-c3', 'CREATE_REFUSED');
    expect(wait.view.stage).toBe('creating');
    await wait.run.skip({ by: 'li', revision: wait.stuck.revision });
    const second = await parkedAgain(world, 'po-c3', wait);
    expect(second.lines.map(({ dropped }) => dropped)).toEqual([true, false]);
    await wait.run.skip({ by: 'li', revision: second.stuck?.revision });
    expect(await resultOf('po-c3')).toMatchObject({ stage: 'failed', outcome: 'none', orders: [] });
  });

  test('of one line is left by dropping that line', async () => {
    await world.buy({ id: 'po-c4', merchants: ['-outofstock', 'a', 'b-outofstock'] });
    const { run } = await parked(world, 'po-c4', 'CREATE_REFUSED');
    await run.retry({ by: 'li', lines: { '0': null, '2': null } });
    const closed = await resultOf('po-c4');
    expect(closed).toMatchObject({ stage: 'completed', outcome: 'partial' });
    expect(closed.lines.map(({ dropped }) => dropped)).toEqual([true, false, true]);
  });

  test('of a whole call names its code, and one retry buys all of it once', async () => {
    world.sandbox.addFaults({ operation: 'create', kind: 'refusal', remark: '[#po-c5/' });
    await world.buy({ id: 'po-c5', merchants: ['a', 'b'] });
    const wait = await parked(world, 'po-c5', 'CREATE_REFUSED');
    expect(wait.stuck.message).toContain('4009');
    expect(wait.view.refused).toHaveLength(2);
    await saidTwiceRunsOnce(wait.run.retry, wait.stuck, 'retry');
    expect(await resultOf('po-c5')).toMatchObject({ stage: 'completed', outcome: 'full', refused: [] });
    expect(boughtBy(world, 'po-c5')).toEqual({ orders: 2, debits: 2, confirms: 2, cancels: 0 });
  });
});
