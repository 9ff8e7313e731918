import { readFileSync } from 'node:fs';
import { expect, inject, test } from 'vitest';
import { createWorkerProcesses } from './fixtures/worker-processes.ts';
import { startOf } from './world.ts';

/** What a person said stands in one line of a worker's log, whatever door it came through. */
test('each accepted command is one log line with its actor, note and stages; a refused one is none', async () => {
  await using world = await createWorkerProcesses({
    address: inject('temporalAddress'),
    speed: 200,
    environment: { LOG_FORMAT: 'json' },
  });
  const { logFile } = await world.startWorker();
  const start = startOf({
    id: 'po-log',
    policy: { approveAboveFen: 0, confirmAfterSignedSeconds: 0, pollSeconds: 1 },
  });
  const purchase = await world.orders.start(start);
  for await (const { stage } of purchase.watch()) if (stage === 'awaiting-approval') break;

  await expect(purchase.skip({ by: 'li' })).rejects.toMatchObject({ code: 'WRONG_STAGE' });
  const said = { by: 'li', note: 'fair price' };
  await purchase.approve(said, { idempotencyKey: 'once' });
  await purchase.approve(said, { idempotencyKey: 'once' });
  expect((await purchase.result()).stage).toBe('completed');

  const log = readFileSync(logFile, 'utf8');
  const lines = log
    .split('\n')
    .filter((line) => line.includes('"event":"command"'))
    .map((line): unknown => JSON.parse(line));
  expect(lines).toEqual([
    expect.objectContaining({
      event: 'command',
      kind: 'purchase',
      id: 'po-log',
      command: 'approve',
      actor: 'library:li',
      note: 'fair price',
      stageBefore: 'awaiting-approval',
      stageAfter: expect.any(String),
    }),
  ]);
  const { address, mobile } = start.request.addressParam;
  for (const personal of [address, mobile]) expect(log).not.toContain(personal);
});
