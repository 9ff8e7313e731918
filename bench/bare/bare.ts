import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { QUEUES } from '../../contract/names.ts';
import { startChild, untilReady } from '../../embedded/child.ts';
import { entryPoint } from '../../embedded/entry-point.ts';
import { startTemporalServer } from '../../embedded/temporal-server.ts';
import type { Driven } from '../drive.ts';
import type { Bench } from '../figure.ts';
import type { PayloadSizes } from '../payload-sizes.ts';
import { BARE_QUEUE, type BareShape } from './shapes.ts';

/** Bare workflows on a fresh Temporal server in memory, their worker a process of its own. */
export type Bare = Driven & AsyncDisposable;

export interface BareOptions {
  shape: BareShape;
  /** From payment to shipping, and from there to signed for. */
  stepSeconds: number;
  sizes: PayloadSizes;
}

export async function startBare(bench: Bench, options: BareOptions): Promise<Bare> {
  const { shape, stepSeconds, sizes } = options;
  const directory = await mkdtemp(join(bench.directory, `${shape}-`));
  const server = await startTemporalServer({
    binary: bench.temporal,
    logFile: join(directory, 'temporal.log'),
    uiPort: null,
  });
  const stops = [() => server.stop()];
  const stop = async (): Promise<void> => {
    for (let last = stops.pop(); last !== undefined; last = stops.pop()) await last();
  };
  try {
    const worker = await startChild({
      name: `worker of ${shape}`,
      ...entryPoint('bench/bare/worker', server.address, shape, `${stepSeconds * 1000}`),
      env: process.env,
      logFile: join(directory, 'worker.log'),
    });
    stops.push(async () => void (await worker.stop()));
    await untilReady(worker, async () => worker.lastWords() === 'ready');
    const connection = await Connection.connect({ address: server.address });
    stops.push(() => connection.close());
    const client = new Client({ connection });
    const purchase = shape === 'one-queue' ? oneQueue(client) : sameCommands(client, sizes);
    const pids = { server: server.child.pid, worker: worker.pid, driver: process.pid };
    return { client, purchase, pids, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const oneQueue = (client: Client) => (id: string) =>
  client.workflow.execute('oneQueueParent', {
    taskQueue: BARE_QUEUE,
    workflowId: `purchase:${id}`,
    args: [id],
  });

const sameCommands = (client: Client, sizes: PayloadSizes) => (id: string) =>
  client.workflow.execute('sameCommandsParent', {
    taskQueue: QUEUES.workflows,
    workflowId: `purchase:${id}`,
    args: [{ orderId: id, sizes, filler: 'x'.repeat(sizes.purchase.in - JSON.stringify(sizes).length) }],
    memo: { bodyHash: 'x'.repeat(43) },
    priority: { fairnessKey: '1700000000000' },
    staticSummary: '1 line, 1 merchant',
    typedSearchAttributes: [
      { key: defineSearchAttributeKey('PurchaseId', 'KEYWORD'), value: id },
      { key: defineSearchAttributeKey('OrderStage', 'KEYWORD'), value: 'previewing' },
      { key: defineSearchAttributeKey('PandaponUser', 'KEYWORD'), value: '1700000000000' },
      { key: defineSearchAttributeKey('ChangedAt', 'DATETIME'), value: new Date() },
    ],
  });
