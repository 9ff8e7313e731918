import { ApplicationFailure, CancelledFailure } from '@temporalio/activity';
import { expect, test } from 'vitest';
import { NOW, ORDER_ID, USER } from './fixtures/order-object.ts';
import { activitiesAt, environment, PATIENCE_SECONDS, run, scriptedPlatform } from './fixtures/run.ts';

const DETAIL = 'alibaba.order.detail';

const platform = scriptedPlatform();
const input = { platform: '1688' as const, userId: USER, orderId: ORDER_ID, trace: false, patient: true };
const look = (info = {}, more = {}) => run(activitiesAt(platform).api.observe, { ...input, ...more }, info);
const impatient = { scheduledTimestampMs: NOW - PATIENCE_SECONDS * 1000 };

test('trouble ends the attempt so that the retry policy goes on', async () => {
  platform.on(DETAIL, { http: 503 });
  const failure = await look().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ApplicationFailure);
  expect(failure).toMatchObject({ type: 'PLATFORM_TROUBLE', nonRetryable: false, nextRetryDelay: undefined });
});

test('the platform’s own time to wait is kept', async () => {
  platform.on(DETAIL, { http: 429, headers: { 'retry-after': '17' } });
  await expect(look()).rejects.toMatchObject({ nextRetryDelay: 17_000 });
});

test('no wait is longer than the patience of the worker', async () => {
  platform.on(DETAIL, { http: 503, headers: { 'retry-after': '3600' } });
  await expect(look()).rejects.toMatchObject({ nextRetryDelay: PATIENCE_SECONDS * 1000 });
});

test('trouble that has lasted for the patience is told', async () => {
  platform.on(DETAIL, { http: 503 });
  expect(await look({ attempt: 9, ...impatient })).toMatchObject({ kind: 'unavailable' });
});

test('a first attempt that has waited long for a worker has not failed for long', async () => {
  platform.on(DETAIL, { http: 503 });
  await expect(look({ attempt: 1, ...impatient })).rejects.toMatchObject({ type: 'PLATFORM_TROUBLE' });
});

test('a run that is parked already is told at once', async () => {
  platform.on(DETAIL, { http: 503 });
  expect(await look({}, { patient: false })).toMatchObject({ kind: 'unavailable' });
});

test.each([{ http: 401 }, { http: 403 }, { code: 401, msg: 'signature' }, { code: 403, msg: 'user' }])(
  'refused credentials are told at once: %j',
  async (reply) => {
    platform.on(DETAIL, reply);
    expect(await look()).toMatchObject({ kind: 'credentials' });
    expect(platform.calls).toHaveLength(1);
  },
);

test('a look that is cancelled ends as cancelled', async () => {
  const at = environment();
  platform.on(DETAIL, () => {
    at.cancel();
    return 'silence';
  });
  await expect(at.run(activitiesAt(platform).api.observe, input)).rejects.toBeInstanceOf(CancelledFailure);
});

test('a look beats while the platform is silent', async () => {
  const at = environment();
  at.on('heartbeat', () => at.cancel());
  platform.on(DETAIL, () => 'silence');
  await expect(at.run(activitiesAt(platform).api.observe, input)).rejects.toBeInstanceOf(CancelledFailure);
});
