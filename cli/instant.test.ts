import { expect, test } from 'vitest';
import { parseInstant } from './instant.ts';

const now = Date.parse('2026-01-31T08:00:00Z');
const ahead = { option: '--until', direction: 'ahead', now } as const;

test.each([
  ['2026-02-01T08:00:00Z', '2026-02-01T08:00:00.000Z'],
  ['2026-02-01T16:00:00+08:00', '2026-02-01T08:00:00.000Z'],
  ['90m', '2026-01-31T09:30:00.000Z'],
  ['3d', '2026-02-03T08:00:00.000Z'],
])('%s from now on is %s', (written, instant) => {
  expect(parseInstant(written, ahead)).toBe(instant);
});

test('a distance can lead back', () => {
  expect(parseInstant('2h', { ...ahead, direction: 'back' })).toBe('2026-01-31T06:00:00.000Z');
});

test("a day begins by this system's clock", () => {
  expect(parseInstant('2026-02-01', ahead)).toBe(new Date(2026, 1, 1).toISOString());
});

test.each([['soon'], ['2026-02-01T08:00'], ['3w'], [''], ['2026-13-01']])('%s is refused: %#', (written) => {
  expect(() => parseInstant(written, ahead)).toThrow('--until takes an instant');
});
