import { fileURLToPath } from 'node:url';
import { activityInfo } from '@temporalio/activity';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { wasOutBefore } from '../activities/effect.ts';
import { newNamespace } from './namespace.ts';

/**
 * An effect is one attempt. Only a person can have it run again: more attempts by "Update" in the Temporal UI, then
 * "Reset", which counts from 1. The activity must know that it was out before, whatever its attempt says.
 */

const QUEUE = 'effects';
const workflowsPath = fileURLToPath(new URL('fixtures/one-effect.ts', import.meta.url));
// The activity breaks on purpose.
const logger = new DefaultLogger('ERROR', () => {});

interface Told {
  attempt: number;
  outBefore: boolean;
}

let connection: Connection;
let native: NativeConnection;
let namespace: string;

beforeAll(async () => {
  Runtime.install({ logger });
  const address = inject('temporalAddress');
  namespace = await newNamespace(address);
  connection = await Connection.connect({ address });
  native = await NativeConnection.connect({ address });
});
afterAll(async () => {
  await native.close();
  await connection.close();
});

test('a task that a person resets knows that it was out before, though it is attempt 1', async () => {
  const told: Told[] = [];
  const worker = await Worker.create({
    connection: native,
    namespace,
    taskQueue: QUEUE,
    workflowBundle: await bundleWorkflowCode({ workflowsPath, logger }),
    activities: {
      async effect() {
        told.push({ attempt: activityInfo().attempt, outBefore: wasOutBefore() });
        if (told.length === 1) throw new Error('broke while it was out');
      },
    },
  });
  const { workflow } = new Client({ connection, namespace });
  await worker.runUntil(async () => {
    const handle = await workflow.start('oneEffect', { taskQueue: QUEUE, workflowId: 'run-1' });
    await vi.waitFor(async () => {
      const { raw } = await handle.describe();
      expect(raw.pendingActivities?.[0]?.attempt).toBe(2);
    }, 10_000);
    await connection.workflowService.resetActivity({
      namespace,
      execution: { workflowId: 'run-1' },
      id: '1',
      identity: 'li',
    });
    await handle.result();
  });
  expect(told).toEqual([
    { attempt: 1, outBefore: false },
    { attempt: 1, outBefore: true },
  ]);
});
