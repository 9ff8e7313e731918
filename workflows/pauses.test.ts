import { expect, test } from 'vitest';
import { awayPauseMs, sendPauseMs, turnedAwayPauseMs, unsentPauseMs } from './pauses.ts';

const first = (pause: (times: number) => number) => [1, 2, 3, 4, 5, 6].map((times) => pause(times) / 1000);

test('pauses grow to a minute, so that what heals is right again within one', () => {
  expect(first(turnedAwayPauseMs)).toEqual([2, 4, 8, 16, 32, 60]);
  expect(first(awayPauseMs)).toEqual([5, 10, 20, 40, 60, 60]);
  expect(first(sendPauseMs)).toEqual([5, 10, 15, 20, 25, 30]);
  expect(first(unsentPauseMs)).toEqual([5, 10, 20, 40, 80, 160]);
});

test('a fault of weeks does not fill the history of a purchase, which never begins a new one', () => {
  const eventsOfATry = 10;
  const triesOfAWeek = (pause: (times: number) => number): number => {
    let times = 0;
    for (let at = 0; at < 7 * 86_400_000; at += pause(times)) times += 1;
    return times;
  };
  for (const pause of [turnedAwayPauseMs, awayPauseMs])
    expect(triesOfAWeek(pause) * eventsOfATry).toBeLessThan(25_000);
});
