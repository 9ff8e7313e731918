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

test('an effect beats at once, and again while it is out', async () => {
  const at = environment();
  let beats = 0;
  const twice = new Promise<void>((resolve) => {
    at.on('heartbeat', () => {
      beats += 1;
      if (beats === 2) resolve();
    });
  });
  await at.run(() => beating(() => twice));
  expect(beats).toBe(2);
});

test.each([
  [{}, false],
  [{ attempt: 2 }, true],
  [{ heartbeatDetails: 'out' }, true],
])('a task that has been out before knows it: %j', async (info, out) => {
  expect(await run(async () => wasOutBefore(), undefined, info)).toBe(out);
});
