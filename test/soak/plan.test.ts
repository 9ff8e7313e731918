import { expect, test } from 'vitest';
import { parseBody, purchaseStartSchema } from '../../contract/schemas.ts';
import { planOf } from './plan.ts';

test('the same seed is the same plan, another seed another one', () => {
  expect(planOf(7, 5)).toEqual(planOf(7, 5));
  expect(planOf(8, 5)).not.toEqual(planOf(7, 5));
});

test('every purchase of a plan is one that is taken', () => {
  for (const { start } of planOf(7, 10).purchases)
    expect(parseBody(purchaseStartSchema, start).errors ?? []).toEqual([]);
});

test('Temporal is killed once from five minutes on', () => {
  expect(planOf(7, 4).temporalKill).toBeNull();
  expect(planOf(7, 5).temporalKill).toBeGreaterThan(0);
});
