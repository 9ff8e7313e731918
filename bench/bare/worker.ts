import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { queueOptions } from '../../worker/task-queues.ts';
import { tell } from '../tell.ts';
import { bareActivities } from './activities.ts';
import { BARE_QUEUE, isBareShape } from './shapes.ts';

/**
 * A worker of bare workflows: `worker.ts <address> <shape> <step in ms>`. Says `ready` once it takes tasks; ends on
 * SIGTERM.
 */
const [, , address = '', shape = '', step = ''] = process.argv;
if (!isBareShape(shape)) throw new Error(`there is no shape "${shape}"`);

Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
const stop = new Promise((resolve) => process.on('SIGTERM', resolve));
const connection = await NativeConnection.connect({ address });
const client = new Client({ connection: await Connection.connect({ address }) });
const hint = { type: 'ORDER_BUYER_VIEW_ANNOUNCE_SENDGOODS', by: 'callback' };

const activities = bareActivities((workflowId) => void tell(client, workflowId, hint), Number(step));
const workflowBundle = await bundleWorkflowCode({
  workflowsPath: fileURLToPath(new URL('workflows.ts', import.meta.url)),
  logger: new DefaultLogger('ERROR'),
});

async function workers(): Promise<Worker[]> {
  if (shape === 'one-queue') {
    return [await Worker.create({ connection, taskQueue: BARE_QUEUE, workflowBundle, activities })];
  }
  const { workflows, api, spend } = queueOptions({ callsPerSecond: 10_000, timeoutMs: 10_000 });
  return [
    await Worker.create({ connection, ...workflows, workflowBundle }),
    await Worker.create({ connection, ...api, activities }),
    await Worker.create({ connection, ...spend, activities }),
  ];
}

const all = await workers();
const runs = all.map((worker) => worker.run());
process.stdout.write('ready\n');
await stop;
for (const worker of all) worker.shutdown();
await Promise.allSettled(runs);
await client.connection.close();
await connection.close();
process.exit(0);
