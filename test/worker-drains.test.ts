import { fileURLToPath } from 'node:url';
import { heartbeat } from '@temporalio/activity';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { expect, inject, onTestFinished, test } from 'vitest';
import type { ApiActivities, PayResult, SpendActivities } from '../activities/types.ts';
import { QUEUES } from '../contract/names.ts';
import { runWorkers } from '../worker/run.ts';
import { newNamespace } from './namespace.ts';

const never = async (): Promise<never> => {
  throw new Error('not asked for here');
};
const api: ApiActivities = { preview: never, find: never, observe: never, cancel: never };

test('a worker that is told to stop lets an effect that is out come to its end', async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const address = inject('temporalAddress');
  const namespace = await newNamespace(address);
  const connection = await NativeConnection.connect({ address });
  onTestFinished(() => connection.close());

  let begun = () => {};
  let end = () => {};
  const out = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const released = new Promise<void>((resolve) => {
    end = resolve;
  });
  const pay = async (): Promise<PayResult> => {
    begun();
    const beat = setInterval(() => heartbeat(), 500);
    await released;
    clearInterval(beat);
    return { kind: 'unknown', message: 'the test says so' };
  };
  const spend: SpendActivities = { pay, create: never, payBatch: never, confirm: never };

  const workflowsPath = fileURLToPath(new URL('fixtures/slow-effect.ts', import.meta.url));
  const workers = await runWorkers({
    connection,
    namespace,
    activities: { api, spend },
    callsPerSecond: 1_000,
    timeoutMs: 10_000,
    workflowBundle: await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') }),
  });
  expect(workers.ready()).toBe(true);

  const client = new Client({ connection: await Connection.connect({ address }), namespace });
  onTestFinished(() => client.connection.close());
  const run = await client.workflow.start('slowEffect', { taskQueue: QUEUES.workflows, workflowId: 'slow' });
  await out;
  const stopped = workers.shutdown();
  expect(workers.ready()).toBe(false);
  end();
  await stopped;

  // The effect's answer is in the history, although no worker is there to go on with it.
  const { events } = await run.fetchHistory();
  const completed = events?.find((event) => event.activityTaskCompletedEventAttributes != null);
  expect(completed).toBeDefined();
});
