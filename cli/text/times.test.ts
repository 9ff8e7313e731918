import { expect, test } from 'vitest';
import { age, due, endOfDay } from './times.ts';

const now = Date.parse('2026-01-31T08:00:00Z');
const back = (seconds: number) => new Date(now - seconds * 1000).toISOString();

test.each([
  [0, '0 s'],
  [59, '59 s'],
  [60, '1 min'],
  [7_199, '119 min'],
  [7_200, '2 h'],
  [172_799, '47 h'],
  [172_800, '2 d'],
  [-5, '0 s'],
])('%i seconds ago is %s', (seconds, text) => {
  expect(age(back(seconds), now)).toBe(text);
});

test('what is due lies ahead, or is over', () => {
  expect(due(back(-7_200), now)).toBe('in 2 h');
  expect(due(back(300), now)).toBe('5 min over');
  expect(due(null, now)).toBe('-');
});

test('the day ends at the next midnight of this system', () => {
  const end = new Date(endOfDay(now));
  expect([end.getHours(), end.getMinutes(), end.getSeconds()]).toEqual([0, 0, 0]);
  expect(end.getTime() - now).toBeGreaterThan(0);
  expect(end.getTime() - now).toBeLessThanOrEqual(25 * 3_600_000);
});
