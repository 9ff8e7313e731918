import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DefaultLogger, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { beforeAll, expect, test } from 'vitest';
import { bundleWorkflows } from '../worker/workflow-bundle.ts';
import { bundleChanged } from './fixtures/changed-workflows.ts';

/**
 * Every history ever kept replays on the code of today: a run that is open when a new version is installed goes on with
 * it. A failure here is a change of what a run commands, and in which order (docs/guides/releasing.md).
 */

type Bundle = NonNullable<WorkerOptions['workflowBundle']>;

const FOLDER = fileURLToPath(new URL('histories/', import.meta.url));
const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .sort();

const replay = (workflowBundle: Bundle, file: string): Promise<void> =>
  Worker.runReplayHistory({ workflowBundle }, JSON.parse(readFileSync(`${FOLDER}${file}`, 'utf8')), file);

let current: Bundle;
beforeAll(async () => {
  // Each violation is expected here; the core would write its own lines about it.
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'OFF', forward: {} } },
  });
  current = await bundleWorkflows();
});

test.each(files)('%s replays', async (file) => {
  await replay(current, file);
});

test('each story is kept with its purchase and all its orders', () => {
  const runs = new Set(files.map((file) => file.replace(/^.*\//, '').replace('.json', '')));
  const kept = [
    'happy.purchase',
    'happy.order',
    ...['split', 'retried', 'cancelled'].flatMap((story) => [
      `${story}.purchase`,
      `${story}.order-1`,
      `${story}.order-2`,
    ]),
  ];
  expect(kept.filter((run) => !runs.has(run))).toEqual([]);
});

test.each([
  {
    what: 'create before preview',
    file: 'workflows/purchase/purchase.ts',
    between: ['return this.preview();', 'return this.create();'],
    kind: 'purchase',
  },
  {
    what: 'a look where a payment was',
    file: 'workflows/order/order.ts',
    between: ['return this.look();', 'return this.pay();'],
    kind: 'order',
  },
] as const)('two activities in another order ($what) are found out', async ({ file, between, kind }) => {
  const changed = await bundleChanged({ file, between });
  const touched = files.filter((name) => name.includes(`happy.${kind}`));
  expect(touched.length).toBeGreaterThan(0);
  for (const name of touched) {
    await expect(replay(changed, name)).rejects.toThrow(DeterminismViolationError);
  }
});
