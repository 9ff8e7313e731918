import fc from 'fast-check';
import { expect, test } from 'vitest';
import { activitiesPerSecond, cachedRuns, queueOptions } from './task-queues.ts';

test('the queues together never hand out more calls than the platform allows', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 10_000, noNaN: true }), (callsPerSecond) => {
      const { api, spend } = activitiesPerSecond(callsPerSecond);
      expect(api * 2 + spend * 3).toBeLessThanOrEqual(callsPerSecond * 1.000001);
      expect(Math.min(api, spend)).toBeGreaterThan(0);
    }),
  );
});

test('a worker that stops waits longer for an effect than the effect can take', () => {
  const { spend } = queueOptions({ callsPerSecond: 20, timeoutMs: 10_000 });
  expect(spend.shutdownGraceTime).toBeGreaterThan(3 * 10_000);
  expect(Number(spend.shutdownForceTime)).toBeGreaterThan(Number(spend.shutdownGraceTime));
});

test.each([
  [256, 50],
  [512, 149],
  [1_024, 1_173],
  [24_000, 2_000],
])('with %i MiB a worker caches %i runs', (memoryMiB, runs) => {
  expect(cachedRuns(memoryMiB)).toBe(runs);
});
