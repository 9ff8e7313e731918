import { expect, test } from 'vitest';
import { createTokenBucket } from './token-bucket.ts';

/** How long so many takes need, in milliseconds. */
async function timeOf(takes: number, perSecond: number): Promise<number> {
  const bucket = createTokenBucket(perSecond);
  const since = performance.now();
  await Promise.all(Array.from({ length: takes }, () => bucket.take()));
  return performance.now() - since;
}

test('one second of calls passes at once, the rest at the rate', async () => {
  expect(await timeOf(50, 50)).toBeLessThan(100);
  const ten = await timeOf(60, 50);
  expect(ten).toBeGreaterThanOrEqual(180);
  expect(ten).toBeLessThan(1_000);
});

test('below one call a second the first call passes at once', async () => {
  expect(await timeOf(1, 0.1)).toBeLessThan(100);
});

test('callers are let through in order', async () => {
  const bucket = createTokenBucket(100);
  const order: number[] = [];
  const takes = Array.from({ length: 110 }, (_, index) => bucket.take().then(() => order.push(index)));
  await Promise.all(takes);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
});

test('one who gives up leaves the queue and takes no token', async () => {
  const bucket = createTokenBucket(1);
  await bucket.take();
  const cancel = new AbortController();
  const first = bucket.take(cancel.signal);
  const second = bucket.take();
  cancel.abort(new Error('enough'));
  await expect(first).rejects.toThrow('enough');
  await second;
  await expect(bucket.take(AbortSignal.abort(new Error('already')))).rejects.toThrow('already');
});
