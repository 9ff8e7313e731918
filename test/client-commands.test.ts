import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { sendAndLook } from '../client/commands.ts';
import { connect, NoWorkerError, OutcomeUnknownError } from '../client/index.ts';
import { purchaseRun } from '../client/views.ts';
import { body, ClientWorld, REQUEST } from './fixtures/client-world.ts';

let world: ClientWorld;
beforeAll(async () => {
  world = await ClientWorld.make(inject('temporalAddress'));
  await world.work();
});
afterAll(() => world.close());

const start = (id: string) => world.orders.start(body(id));

describe('a command', () => {
  it('answers the view just after, with the person and the door in the timeline', async () => {
    const purchase = await start('po-said');
    const view = await purchase.skip({ by: 'li', note: 'not needed' });
    expect(view).toMatchObject({ revision: 2, timeline: [{ what: 'skip', by: 'library:li' }] });
    const gateway = await connect({ client: world.client, door: { kind: 'operator', key: 'ops' } });
    const { timeline } = await gateway.purchase('po-said').hold({ by: 'wang' });
    expect(timeline.at(-1)).toMatchObject({ what: 'hold', by: 'operator:ops/wang' });
    const unnamed = await purchase.release({}, { door: { kind: 'operator', key: 'night' } });
    expect(unnamed.timeline.at(-1)?.by).toBe('operator:night');
  });

  it('becomes the error of the code that the run refuses it with', async () => {
    const purchase = await start('po-refused');
    for (const code of ['NOT_STUCK', 'WRONG_STAGE', 'STALE_REVISION', 'ON_HOLD', 'REFUND_OPEN', 'INVALID'])
      await expect(purchase.retry({ note: `refuse ${code}` })).rejects.toMatchObject({
        code,
        errors: [{ pointer: '/note', message: 'is refused' }],
      });
  });

  it('that does not fit is not sent', async () => {
    const purchase = await start('po-misfit');
    const wrong = purchase.command('approve', { upToFen: -1, colour: 'red' });
    await expect(wrong).rejects.toMatchObject({ code: 'INVALID', status: 422 });
    expect((await purchase.view()).timeline).toEqual([]);
  });

  it('to a run that has ended, or never was, says so', async () => {
    const purchase = await start('po-ended');
    await purchase.abort({ by: 'li' });
    await purchase.result();
    await expect(purchase.skip({ by: 'li' })).rejects.toMatchObject({ code: 'ALREADY_CLOSED' });
    await expect(purchase.retry({ lines: { '0': null } })).rejects.toMatchObject({ code: 'ALREADY_CLOSED' });
    await expect(world.orders.purchase('po-never').skip()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('an idempotency key', () => {
  it('has its effect once, also when it is sent at once and after the run has ended', async () => {
    const purchase = await start('po-key');
    const once = { idempotencyKey: 'k-1' };
    await Promise.all(Array.from({ length: 5 }, () => purchase.skip({ by: 'li' }, once)));
    expect((await purchase.skip({ by: 'li' }, once)).timeline).toHaveLength(1);
    await purchase.abort({ by: 'li' }, once);
    await purchase.result();
    expect((await purchase.abort({ by: 'li' }, once)).timeline).toHaveLength(2);
  });

  it('with another body is refused', async () => {
    const purchase = await start('po-key-2');
    await purchase.skip({ note: 'a' }, { idempotencyKey: 'k-2' });
    const other = purchase.skip({ note: 'b' }, { idempotencyKey: 'k-2' });
    await expect(other).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED', status: 422 });
  });

  it('counts within its API key and its command only', async () => {
    const purchase = await start('po-key-3');
    const same = (key: string) => ({ idempotencyKey: 'k-3', door: { kind: 'operator' as const, key } });
    await purchase.skip({}, same('a'));
    await purchase.skip({}, same('b'));
    await purchase.hold({}, same('a'));
    expect((await purchase.view()).timeline).toHaveLength(3);
  });
});

describe('a correction', () => {
  it('is checked in the merged request before it is sent', async () => {
    const purchase = await start('po-patch');
    const errors = async (correction: Parameters<typeof purchase.retry>[0]) => {
      const error = await purchase.retry(correction).catch((error: unknown) => error);
      return (error as { errors?: { pointer: string }[] }).errors?.map(({ pointer }) => pointer);
    };
    expect(await errors({ patch: { addressParam: { mobile: 7 } } })).toEqual(['/patch/addressParam/mobile']);
    expect(await errors({ patch: { cargoParamList: [] } })).toEqual(['/patch/cargoParamList']);
    expect(await errors({ lines: { '5': null } })).toEqual(['/lines/5']);
    expect(await errors({ lines: { '0': null, '1': null } })).toEqual(['/lines']);
    expect(await errors({ lines: { '1': { specId: 'x'.repeat(300) } } })).toEqual(['/lines/1/specId']);
    expect((await purchase.view()).timeline).toEqual([]);
  });

  it('goes to the run as it was said when it fits', async () => {
    const purchase = await start('po-patch-2');
    const correction = { patch: { message: 'soft package' }, lines: { '1': { quantity: 5 }, '0': null } };
    const { timeline } = await purchase.retry({ by: 'li', ...correction });
    expect(JSON.parse(timeline[0]?.detail ?? '')).toMatchObject(correction);
    expect(REQUEST.message).toBeUndefined();
  });
});

it('a command that nobody takes is unknown after ten seconds, and takes effect once with its key', async () => {
  const purchase = await start('po-unknown');
  await purchase.view();
  await world.rest();
  const before = Date.now();
  const error = await purchase.skip({ by: 'li' }, { idempotencyKey: 'k-9' }).catch((error: unknown) => error);
  expect(Date.now() - before).toBeLessThan(11_500);
  expect(error).toBeInstanceOf(OutcomeUnknownError);
  expect(error).toMatchObject({ status: 503, idempotencyKey: 'k-9', retryAfterSeconds: 2 });
  await world.work();
  expect((await purchase.skip({ by: 'li' }, { idempotencyKey: 'k-9' })).timeline).toHaveLength(1);
});

it('a command to a run at which every worker fails was not taken: no worker, come again', async () => {
  const purchase = await start('po-stranded');
  await purchase.view();
  await world.show('purchase:po-stranded', { view: {}, broken: true });
  const handle = world.client.workflow.getHandle('purchase:po-stranded');
  const attempt = async () => (await handle.describe()).raw.pendingWorkflowTask?.attempt;
  await vi.waitFor(async () => expect(await attempt()).toBeGreaterThan(2), {
    timeout: 40_000,
    interval: 100,
  });
  const refused = { code: 'NO_WORKER', status: 503, retryAfterSeconds: 5 };
  await expect(purchase.skip({ by: 'li' })).rejects.toMatchObject(refused);
  await expect(purchase.view()).rejects.toMatchObject(refused);
});

it('a command that was taken is never told as not sent because the look after it failed', async () => {
  const purchase = await start('po-no-look');
  const look = () => Promise.reject(new NoWorkerError('purchase po-no-look: no worker answers'));
  const said = { command: 'skip', body: { by: 'li' }, idempotencyKey: 'k-look', look } as const;
  const taken = sendAndLook(world.client, purchaseRun('po-no-look'), said);
  await expect(taken).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN', idempotencyKey: 'k-look' });
  expect((await purchase.skip({ by: 'li' }, { idempotencyKey: 'k-look' })).timeline).toHaveLength(1);
});
