import fc from 'fast-check';
import { expect, test } from 'vitest';
import { manualClock, systemClock } from './clock.ts';
import { TimerQueue } from './timer-queue.ts';

test('whatever the order of pushing, tasks run by time, equal times in the order pushed', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), (instants) => {
      const clock = manualClock(0);
      const queue = new TimerQueue(clock, false);
      const ran: [number, number][] = [];
      for (const [n, at] of instants.entries()) queue.push(at, () => ran.push([at, n]));
      clock.moveTo(20);
      queue.runDue();
      expect(ran).toEqual(instants.map((at, n) => [at, n]).toSorted(([a = 0], [b = 0]) => a - b));
    }),
  );
});

test('nothing runs before its time, and a task may make another one due', () => {
  const clock = manualClock(0);
  const queue = new TimerQueue(clock, false);
  const ran: string[] = [];
  queue.push(5, () => {
    ran.push('first');
    queue.push(5, () => ran.push('second'));
    queue.push(6, () => ran.push('third'));
  });
  queue.runDue();
  expect(ran).toEqual([]);
  clock.moveTo(5);
  queue.runDue();
  expect(ran).toEqual(['first', 'second']);
  expect(queue.nextAt()).toBe(6);
});

test('armed, it wakes by itself, also for an earlier entry pushed later', async () => {
  const queue = new TimerQueue(systemClock, true);
  const ran: string[] = [];
  queue.push(Date.now() + 1_000_000_000_000, () => ran.push('never'));
  await new Promise<void>((resolve) => queue.push(Date.now() + 10, resolve));
  expect(ran).toEqual([]);
  queue.close();
});
