import { expect, test } from 'vitest';
import {
  answered,
  FollowedPurchase,
  found,
  orderOf,
  PRICE,
  refusal,
  SETTLE,
  seller,
} from './purchase.fixture.ts';
import { oneRefused, refused, viewOf } from './stuck.fixture.ts';
import { outcomeOf } from './view.ts';

/** What retry changes, and what skip leaves. */

test('before the first create a patch may bring other lines; indexes begin anew', () => {
  const run = new FollowedPurchase({}, 2).preview(refused());
  expect(run.parked()).toBe('PREVIEW_REFUSED');
  expect(viewOf(run)).toMatchObject({
    refused: [{ errorCode: '500_004', lines: [0] }],
    lines: [{ refused: '500_004 OUT OF STOCK' }, { refused: null }],
  });
  const [line] = run.state.request.cargoParamList;
  run.say('retry', { patch: { cargoParamList: [line] } });
  expect(run.step()).toEqual({ do: 'preview' });
  expect(viewOf(run)).toMatchObject({ refused: [], previewFen: 0 });
  expect(run.state.lines).toHaveLength(1);
});

test('after the first create only refused lines change, and no patch is taken', () => {
  const run = oneRefused();
  expect(run.check('retry', { patch: { message: 'x' } })?.code).toBe('WRONG_STAGE');
  expect(run.check('retry', { lines: { 1: { quantity: 5 } } })?.code).toBe('WRONG_STAGE');
  expect(run.check('retry', { lines: { 0: { quantity: 0 } } })?.code).toBe('INVALID');
  run.say('retry', { lines: { 0: { quantity: 5 } } }).step();
  expect(run.state.request.cargoParamList[0]?.quantity).toBe(5);
  expect(run.state.buy).toMatchObject({ phase: 'preview', lines: [0] });
  expect(viewOf(run).refused).toEqual([]);
});

test('a line that another merchant delivers after a refusal is previewed in its stead', () => {
  const run = oneRefused();
  run.say('retry', { lines: { 0: { sellerOpenId: 'another' } } }).preview();
  expect(viewOf(run).previewFen).toBe(2 * PRICE);
});

test('a correction does not throw away the look-up of an unknown create', () => {
  const run = new FollowedPurchase({}, 2).preview();
  run.create(answered({ refused: [refusal(0)], missing: [seller(1)] }));
  expect(run.step()).toEqual({ do: 'find' });
  run.say('retry', { lines: { 0: { quantity: 5 } } });
  expect(run.step()).toEqual({ do: 'find' });
  run.find([found(orderOf(1))]).started();
  expect(run.step()).toEqual({ do: 'preview' });
  expect(run.state.buy?.lines).toEqual([0]);
});

test('a skipped line stays in the view, named among the refused', () => {
  const run = oneRefused().say('skip');
  expect(run.parked()).toBeNull();
  expect(viewOf(run)).toMatchObject({
    lines: [{ dropped: true, refused: '500_004 OUT OF STOCK' }, { dropped: false }],
    refused: [{ errorCode: '500_004', lines: [0] }],
  });
});

test('skip that leaves nothing ends the purchase: no order ever existed', () => {
  const run = new FollowedPurchase().preview(refused());
  run.parked();
  expect(run.say('skip').step()).toEqual({ do: 'end' });
  expect(outcomeOf(run.state)).toBe('none');
});

test('a second price is asked only for what is not sent yet', () => {
  const run = new FollowedPurchase({}, 2).preview();
  run.create(answered({ orders: [orderOf(0)], missing: [seller(1)] })).started();
  for (let read = 0; read < 4; read += 1) run.find([]).after(SETTLE / 3);
  run.say('hold');
  expect(run.parked()).toBe('HELD');
  run.say('retry');
  expect(run.step()).toEqual({ do: 'preview' });
  run.preview({ kind: 'refused', refused: [refusal(1)] });
  expect(run.parked()).toBe('PREVIEW_REFUSED');
  expect(run.say('skip').step()).toMatchObject({ do: 'wait', park: null });
  expect(run.state.buy).toBeNull();
});
