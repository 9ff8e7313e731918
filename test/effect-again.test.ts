import { fileURLToPath } from 'node:url';
import { activityInfo } from '@temporalio/activity';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
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

/** Runs the effect, which breaks the first time it is out, and what people do meanwhile. What each attempt knew. */
async function attempts(
  id: string,
  people: {
    whileOut?: (handle: WorkflowHandle) => Promise<void>;
    afterwards: (handle: WorkflowHandle) => Promise<void>;
  },
) {
  const told: Told[] = [];
  const { workflow } = new Client({ connection, namespace });
  const worker = await Worker.create({
    connection: native,
    namespace,
    taskQueue: QUEUE,
    workflowBundle: await bundleWorkflowCode({ workflowsPath, logger }),
    activities: {
      async effect() {
        told.push({ attempt: activityInfo().attempt, outBefore: wasOutBefore() });
        if (told.length > 1) return;
        await people.whileOut?.(workflow.getHandle(id));
        throw new Error('broke while it was out');
      },
    },
  });
  await worker.runUntil(async () => {
    const handle = await workflow.start('oneEffect', { taskQueue: QUEUE, workflowId: id });
    await vi.waitFor(async () => {
      const { raw } = await handle.describe();
      expect(raw.pendingActivities?.[0]?.attempt).toBe(2);
    }, 10_000);
    await people.afterwards(handle);
    await handle.result();
  });
  return told;
}

const task = (workflowId: string) => ({ namespace, execution: { workflowId }, id: '1', identity: 'li' });

test('a task that a person resets knows that it was out before, though it is attempt 1', async () => {
  const told = await attempts('run-1', {
    afterwards: async ({ workflowId }) =>
      void (await connection.workflowService.resetActivity(task(workflowId))),
  });
  expect(told).toEqual([
    { attempt: 1, outBefore: false },
    { attempt: 1, outBefore: true },
  ]);
});

test('a task that is paused while it is out, then reset and let go, knows it too', async () => {
  const { workflowService } = connection;
  const told = await attempts('run-2', {
    whileOut: async ({ workflowId }) => void (await workflowService.pauseActivity(task(workflowId))),
    afterwards: async ({ workflowId }) => {
      await workflowService.resetActivity({ ...task(workflowId), keepPaused: true });
      await workflowService.unpauseActivity(task(workflowId));
    },
  });
  expect(told).toEqual([
    { attempt: 1, outBefore: false },
    { attempt: 1, outBefore: true },
  ]);
});
