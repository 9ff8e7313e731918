import { expect, test } from 'vitest';
import { beating, wasOutBefore } from './effect.ts';
import { ORDER_ID, orderObject, paid, USER } from './fixtures/order-object.ts';
import { activitiesAt, environment, run, scriptedPlatform } from './fixtures/run.ts';

const platform = scriptedPlatform();
const input = { platform: '1688' as const, userId: USER, orderId: ORDER_ID, ceilingFen: 2_300 };

test('an effect that is cancelled while it is out goes on to its end and says what came of it', async () => {
  const at = environment();
  platform.on('alibaba.order.detail', { data: orderObject() }, { data: paid() });
  platform.on('alibaba.order.payUrl', () => {
    at.cancel();
    return { data: { protocolPaySuccess: true } };
  });
  expect(await at.run(activitiesAt(platform).spend.pay, input)).toMatchObject({ kind: 'paid', sent: true });
});

test('an activity beats while it is out, and a short one not at all', async () => {
  const at = environment();
  const beats = countBeats(at);
  await at.run(() => beating(async () => {}));
  expect(beats.count).toBe(0);
  await at.run(() => beating(() => beats.reach(2)));
  expect(beats.count).toBe(2);
});

function countBeats(at: ReturnType<typeof environment>) {
  const waiting: { count: number; resolve: () => void }[] = [];
  const beats = {
    count: 0,
    reach: (count: number) => new Promise<void>((resolve) => waiting.push({ count, resolve })),
  };
  at.on('heartbeat', () => {
    beats.count += 1;
    for (const { count, resolve } of waiting) if (beats.count >= count) resolve();
  });
  return beats;
}

test.each([
  [{}, false],
  [{ attempt: 2 }, true],
  [{ currentAttemptScheduledTimestampMs: 2 }, true],
])('a task that has been out before knows it: %j', async (info, out) => {
  expect(await run(async () => wasOutBefore(), undefined, info)).toBe(out);
});
